from . import errors as errors
from . import schemas as schemas
from . import vocabulary as vocabulary
from .assessment.firms import screen_firms as screen_firms
from .assessment.judgement import assess as assess
from .catalog import load_areas as load_areas
from .catalog import load_indicators as load_indicators
from .charts.scorecard import plot_scorecard as plot_scorecard
from .indicators.growth import average_growth as average_growth
from .indicators.growth import yearly_growth as yearly_growth
from .indicators.ratios import derive as derive
from .io.observations import read_observations as read_observations
from .io.observations import write_observations as write_observations
from .plans import Plan as Plan
from .plans import list_plans as list_plans
from .plans import load_plan as load_plan
from .sample import load_sample as load_sample
from .vintages import as_of as as_of
from .vintages import latest_vintage as latest_vintage

__version__: str
