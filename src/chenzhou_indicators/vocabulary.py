"""The closed lists of words that a table may hold.

Every word is a `StrEnum` member, so that a column of plain strings compares with it
directly. What a word is called in Chinese and English stands in ``definitions/labels.toml``;
what it means stands here, once.
"""

from enum import StrEnum

__all__ = [
    "REST",
    "Apportionment",
    "AreaLevel",
    "Commitment",
    "Decomposition",
    "Direction",
    "EditionBreak",
    "EffectForm",
    "FirmClass",
    "Form",
    "GdpBasis",
    "Grade",
    "GrowthRule",
    "Indivisible",
    "InitialRule",
    "Kind",
    "Likelihood",
    "Method",
    "MissingRule",
    "ObsStatus",
    "Obstacle",
    "PaceMethod",
    "Part",
    "PartAbsent",
    "Point",
    "PriceForm",
    "Rating",
    "Reason",
    "Scope",
    "Shape",
    "Status",
    "Unaccounted",
    "Unscored",
    "VerdictChange",
    "Weighting",
]

REST = "rest"  # beside the parts of a whole: what they leave of it


class Form(StrEnum):
    """How the actual of a target is measured from observations."""

    LEVEL = "level"  # the value in the year
    GROWTH = "growth"  # relative change on the year before, a fraction
    CHANGE = "change"  # difference to the year before, in points for a percentage
    LEAD = "lead"  # growth of the indicator minus growth of a second one, in points


class Scope(StrEnum):
    """Who owes a target."""

    CITY = "city"  # the target's area itself
    EACH_AREA = "each_area"  # every county-level unit of the area
    EACH_FIRM = "each_firm"  # every firm of the class in the area
    EACH_GOVERNMENT = "each_government"  # the area and every county-level unit of it


class Commitment(StrEnum):
    """How firmly a document says it, strongest first."""

    ENSURE = "ensure"  # 确保
    ACHIEVE = "achieve"  # a plain statement
    STRIVE = "strive"  # 力争, 争取, 努力
    CULTIVATE = "cultivate"  # 培育


class Status(StrEnum):
    """The verdict on one target for one area in one year."""

    MET = "met"
    ON_TRACK = "on_track"
    LAGGING = "lagging"
    REGRESSING = "regressing"
    MISSED = "missed"
    NOT_ASSESSABLE = "not_assessable"


class Reason(StrEnum):
    """Why a target cannot be assessed; the text before the colon in a ``reason`` column."""

    NO_UNITS = "no county-level unit known"
    NO_VALUE = "no value"
    NO_YEAR_BEFORE = "no value for the year before"
    NO_BASELINE = "no value for the baseline year"
    NO_BASELINE_YEAR = "the target states no baseline year"
    BEFORE_BASELINE = "the year lies before the baseline"
    NO_SECOND_INDICATOR = "no value of the second indicator"
    NOT_CONVERTIBLE = "unit cannot be converted"
    NO_GROWTH_FROM = "no growth from zero or less"
    SEVERAL_EDITIONS = "several editions, none chosen"
    UNLIKE_RATES = "rates of different windows or elasticities"
    NO_FIRMS_TABLE = "no firms table"
    NO_FIRMS = "no firm that can be assessed"
    FIRMS_WITHOUT_FIGURES = "some firms have no figures"


class Obstacle(StrEnum):
    """Why a target has no pace or outlook, where no `Reason` of an assessment says it."""

    ON_FIRMS = "each firm owes it for itself"
    NOT_A_LEVEL = "only a level has a path"
    MILESTONE = "a milestone is done or not done"
    MET_ALREADY = "already met"
    DUE_REACHED = "the due year is reached"
    BOUND_TOUCHED = "the bound is reached, more is asked"
    BAND = "no compound rate to a band"
    AT_BASELINE = "the year is the baseline year"
    NO_COMPOUND_RATE = "no compound rate from zero or less"
    SIGN_CHANGES = "the sign changes"
    TOO_FEW = "fewer than four observations"
    NOT_POSITIVE = "no logarithm of zero or less"


class Unaccounted(StrEnum):
    """Why a part of growth or of a change is missing, where no `Reason` of an assessment says it."""

    NO_FIGURE = "no figure"
    OUTPUT_DID_NOT_GROW = "output did not grow"
    NO_WHOLE = "no value of the whole"
    WHOLE_UNCHANGED = "the whole did not change"
    PARTS_WITHOUT_FIGURES = "with parts that have no figures"
    NO_DENOMINATOR = "nothing to divide by"
    NEGATIVE = "no logarithm below zero"
    LEFT_OUT = "left out, without figures above zero"
    FEW_AREAS = "fewer than three areas with figures above zero"
    SAME_START = "all start from one level"
    OVERTAKEN = "the gap closed in full or more"


class Part(StrEnum):
    """The parts of an annual report, in its order."""

    TARGETS = "targets"  # every target and area, with its verdict
    PROSPECTS = "prospects"  # targets due later: pace and outlook
    GROWTH = "growth"  # the contribution rate of technological progress, and its range
    COUNTIES = "counties"  # each county's share of the plan, scored and ranked
    FIRMS = "firms"  # firms and their floors
    YEARS = "years"  # this year beside the last


class PartAbsent(StrEnum):
    """Why a part of an annual report is missing, where no `Reason` of an assessment says it."""

    NOTHING_DUE_LATER = "no target is due later"
    NO_ACCOUNTS = "no growth accounts given"
    NO_ACCOUNTS_OF_AREA = "no accounts of the area"
    SHORT_ACCOUNTS = "accounts of fewer than two years"
    NO_PARTS = "the area has no counties in the catalogue"
    NO_SHARES = "no figures to share by"
    NOTHING_SHARED = "no target can be divided among counties or is owed by each"
    NO_FIRM_TARGETS = "no target is owed by firms"
    NO_FIRMS_OF_YEAR = "no firms of the year"
    NO_FIGURE_BEFORE = "no figures of the year before"
    REFUSED = "cannot be made"


class InitialRule(StrEnum):
    """How the first capital stock is found from the first investment."""

    HARBERGER = "harberger"  # investment / (growth + depreciation)
    ZHANG_2004 = "zhang_2004"  # investment / 0.10


class PriceForm(StrEnum):
    """What a price index is relative to."""

    FIXED_BASE = "fixed_base"  # one base year for all years
    PREVIOUS_YEAR = "previous_year"  # the year before, which is 100


class Decomposition(StrEnum):
    """How a change is shared out among its factors."""

    SHAPLEY = "shapley"  # the mean over all orders in which the factors may change
    LMDI = "lmdi"  # logarithmic mean Divisia index, method I


class Apportionment(StrEnum):
    """How a whole number is divided in proportion."""

    LARGEST_REMAINDER = "largest_remainder"  # Hamilton
    SAINTELAGUE = "saintelague"  # Webster
    DHONDT = "dhondt"  # Jefferson
    HUNTINGTON = "huntington"  # Hill
    ADAMS = "adams"
    DEAN = "dean"


class Indivisible(StrEnum):
    """Why a target is not broken down to areas."""

    OWED_ALREADY = "each area, government or firm owes it already"
    MILESTONE = "one thing, done or not done"
    LEAD = "leads of areas do not add up to one"
    RATIO_CHANGE = "a ratio can fall though it rises in every area"
    NO_PARTS = "without numerator and denominator it does not add up"
    INDEX = "an index does not add up"


class GrowthRule(StrEnum):
    """How the growth of a whole is asked of its areas."""

    UNIFORM = "uniform"  # the same of every area
    CATCH_UP = "catch_up"  # more of those whose level is lower


class Weighting(StrEnum):
    """How the weights of targets in a score are found."""

    EQUAL = "equal"  # the same for every target
    ENTROPY = "entropy"  # more for targets in which areas differ more


class MissingRule(StrEnum):
    """What a target that cannot be assessed does to a score."""

    LEAVE_OUT = "leave_out"  # the other targets share its weight
    ZERO = "zero"  # counts as nothing attained


class Unscored(StrEnum):
    """Why a target has no part in a score."""

    NOT_ASSESSED = "not assessed"
    NO_ATTAINMENT = "no share of a bound of zero or less"
    NO_WEIGHT = "no target with a weight"


class Grade(StrEnum):
    """The grades of an annual assessment, best first."""

    EXCELLENT = "excellent"  # 优秀
    GOOD = "good"  # 良好
    QUALIFIED = "qualified"  # 合格
    UNQUALIFIED = "unqualified"  # 不合格


class VerdictChange(StrEnum):
    """What became of a verdict from one judgement to another."""

    GAINED = "gained"  # met now, judged and not met before
    LOST = "lost"  # met before, judged and not met now
    MOVED = "moved"  # another verdict, met in neither
    SAME = "same"
    NOW_JUDGED = "judged now"  # could not be assessed before
    NO_LONGER_JUDGED = "no longer judged"
    ADDED = "added"  # owed in the second judgement only
    DROPPED = "dropped"  # owed in the first only


class EditionBreak(StrEnum):
    """Why the figures of two years may differ for another reason than the years."""

    STATUS = "one is firmer than the other"
    ROUND = "editions of different rounds"
    UNKNOWN = "edition not known"


class EffectForm(StrEnum):
    """How effects go together."""

    ADDITIVE = "additive"  # they add up to the difference
    MULTIPLICATIVE = "multiplicative"  # they multiply to the ratio


class Shape(StrEnum):
    """How a value goes from one year to the next."""

    LINEAR = "linear"  # by equal steps
    COMPOUND = "compound"  # by equal rates


class Point(StrEnum):
    """What a trajectory is made to pass."""

    BASELINE = "baseline"
    MILESTONE = "milestone"
    TARGET = "target"


class Method(StrEnum):
    """How the past is carried on."""

    LINEAR = "linear"  # straight line by least squares
    DRIFT = "drift"  # the last value and the mean yearly change
    LOG_LINEAR = "log_linear"  # straight line by least squares, on logarithms
    COMPOUND = "compound"  # the last value and the mean yearly rate
    NO_CHANGE = "no_change"  # the last value: what the others must beat


class PaceMethod(StrEnum):
    """How the pace of a target is reckoned."""

    PACE = "pace"  # since the baseline, over what is needed from now on
    CAGR_RATIO = "cagr_ratio"  # compound rates, both from the baseline: Eurostat


class GdpBasis(StrEnum):
    """Where the GDP of a year is from."""

    OBSERVED = "observed"
    ASSUMED = "assumed"
    MISSING = "missing"


class Likelihood(StrEnum):
    """Words for a probability, likeliest first: the calibrated scale of the IPCC."""

    VIRTUALLY_CERTAIN = "virtually certain"  # above 99 %
    VERY_LIKELY = "very likely"  # above 90 %
    LIKELY = "likely"  # above 66 %
    AS_LIKELY_AS_NOT = "about as likely as not"  # 33 to 66 %
    UNLIKELY = "unlikely"  # below 33 %
    VERY_UNLIKELY = "very unlikely"  # below 10 %
    EXCEPTIONALLY_UNLIKELY = "exceptionally unlikely"  # below 1 %


class Rating(StrEnum):
    """Eurostat's words for actual over required compound growth, best first."""

    SIGNIFICANT = "significant progress"  # 95 % and more
    MODERATE = "moderate progress"  # 60 to 95 %
    INSUFFICIENT = "insufficient progress"  # 0 to 60 %
    AWAY = "movement away"  # below 0 %


class ObsStatus(StrEnum):
    """How firm an observed value is, firmest first."""

    FINAL = "final"
    REVISED = "revised"
    PRELIMINARY = "preliminary"
    ESTIMATED = "estimated"
    ILLUSTRATIVE = "illustrative"  # invented, to show the library; never a finding


class Kind(StrEnum):
    """What sort of quantity an indicator is, and so what may be done with it."""

    FLOW = "flow"  # counted over a year; adds up over areas, grows
    STOCK = "stock"  # counted at a date; adds up over areas, grows
    RATIO = "ratio"  # a quotient; neither adds up nor grows
    INDEX = "index"  # relative to a base of 100; neither adds up nor grows
    MILESTONE = "milestone"  # 1 when done, 0 when not


class Direction(StrEnum):
    """Which way is better."""

    HIGHER = "higher_is_better"
    LOWER = "lower_is_better"
    NEUTRAL = "neutral"


class AreaLevel(StrEnum):
    """The rung of the area tree; parks lie inside county-level units."""

    COUNTRY = "country"
    PROVINCE = "province"
    CITY = "city"
    COUNTY = "county"
    PARK = "park"


class FirmClass(StrEnum):
    """The classes of firm the plan speaks of."""

    TECH = "tech"  # 科技型企业
    HIGH_TECH = "high_tech"  # 高新技术企业
