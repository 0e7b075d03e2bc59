"""x"""


def plot_scorecard(): ...
