"""Holds estimates.csv, which lme4 made, to a second opinion: MixedLM of statsmodels with crossed variance components.

`pip install statsmodels`, then `python check.py` in this folder. Prints for each set how far the two are apart,
relative to the figure (to a tenth of a point where it is smaller).
"""
import warnings

import numpy as np
import pandas as pd
import statsmodels
from statsmodels.regression.mixed_linear_model import MixedLM, VCSpec

warnings.simplefilter("ignore")
scores, estimates = pd.read_csv("scores.csv"), pd.read_csv("estimates.csv")


def indicators(column):
    levels = sorted(column.unique())
    return np.array([[float(cell == level) for level in levels] for cell in column]), [str(level) for level in levels]


print(f"statsmodels {statsmodels.__version__}")
print(f"{'set':22}{'mean':>10}{'variances':>11}{'values':>10}{'severities':>12}")
for name, rows in scores.groupby("set", sort=False):
    za, applications = indicators(rows.application)
    zj, jurors = indicators(rows.juror)
    spec = VCSpec(["a", "j"], [[applications], [jurors]], [[za], [zj]])
    model = MixedLM(rows.score.to_numpy() / 100, np.ones((len(rows), 1)), np.zeros(len(rows)), exog_vc=spec)
    # bfgs from the default start, to a gradient of 1e-8: it ends at 1e-5 by default, which is up to 1e-4 of a severity away.
    fit = model.fit(reml=True, method="bfgs", gtol=1e-8, maxiter=2000)
    ours = estimates[estimates.set == name]
    effects = list(fit.random_effects.values())[0].to_numpy()
    value = lambda kind: ours[ours.kind == kind].value.to_numpy()
    order = lambda kind, levels: [levels.index(str(i)) for i in ours[ours.kind == kind].id]
    variances = np.append(fit.vcomp, fit.scale)
    theirs = [
        (fit.fe_params, value("mean")),
        (variances, np.concatenate([value(kind) for kind in ("applications", "jurors", "error")])),
        (fit.fe_params[0] + effects[: len(applications)][order("application", applications)], value("application")),
        (-effects[len(applications):][order("juror", jurors)], value("juror")),
    ]
    apart = [np.max(np.abs(a - b) / np.maximum(np.abs(b), 0.1)) for a, b in theirs]
    print(f"{name:22}{apart[0]:10.1e}{apart[1]:11.1e}{apart[2]:10.1e}{apart[3]:12.1e}")
