# Makes scores.csv (ten sets of scores) and estimates.csv (what lme4 makes of them), the reference of
# fair/src/calibration. Needs R with lme4: `Rscript reference.R` in this folder. `check.py` holds the same
# sets to statsmodels.
#
# What lme4 does not give is computed here from the dense matrices at its estimates: the standard errors that
# count the uncertainty of the mean, the misfit, and the test of the allocation.
suppressMessages(library(lme4))
RNGversion("4.0.0")

jury <- function(applications, jurors, seats, sd, seed, loads = rep(1, jurors), mean = 1500, top = 2500) {
  set.seed(seed)
  quality <- rnorm(applications, sd = sd[1])
  lenience <- rnorm(jurors, sd = sd[2])
  seats <- rep_len(seats, applications)
  rows <- do.call(rbind, lapply(seq_len(applications), function(a)
    data.frame(application = a, juror = sort(sample(jurors, seats[a], prob = loads)))))
  rows$score <- mean + quality[rows$application] + lenience[rows$juror] + rnorm(nrow(rows), sd = sd[3])
  rows$score <- pmin(pmax(100 * round(rows$score / 100), 0), top)
  rows
}

sets <- list(
  everybody_reads_all = jury(12, 4, 4, c(300, 200, 150), 1),
  two_each = jury(30, 6, 2, c(300, 200, 150), 2),
  three_each = jury(40, 8, 3, c(300, 200, 150), 3),
  two_to_four_each = jury(50, 10, c(2, 3, 4), c(250, 150, 250), 4),
  unequal_loads = jury(60, 8, 2, c(300, 400, 100), 5, loads = c(6, 4, 3, 2, 2, 1, 1, 1)),
  equal_jurors = jury(40, 8, 3, c(300, 0, 200), 56),
  equal_applications = jury(40, 8, 3, c(0, 200, 200), 7),
  one_criterion = jury(40, 7, 2, c(80, 50, 60), 8, mean = 300, top = 500),
  a_year_by_two = jury(150, 20, 2, c(300, 200, 200), 9),
  a_year_by_three = jury(150, 20, 3, c(300, 200, 200), 10)
)

estimates <- function(name, rows) {
  rows$a <- factor(rows$application)
  rows$j <- factor(rows$juror)
  stopifnot(table(rows$j) >= 4)
  # In units of a point, so that the tolerances of the optimiser mean the same in each set.
  control <- lmerControl(optimizer = "bobyqa", optCtrl = list(rhobeg = 0.2, rhoend = 1e-10, maxfun = 1e5),
                         calc.derivs = FALSE, check.conv.singular = "ignore")
  fit <- lmer(I(score / 100) ~ 1 + (1 | a) + (1 | j), rows, REML = TRUE, control = control)
  theta <- getME(fit, "theta")[c("a.(Intercept)", "j.(Intercept)")]
  theta[theta < 1e-7] <- 0
  error <- sigma(fit)
  random <- ranef(fit)

  # The posterior covariance of (mean, u_applications, u_jurors), u in units of its own standard deviation.
  za <- model.matrix(~ 0 + a, rows)
  zj <- model.matrix(~ 0 + j, rows)
  x <- cbind(1, za * theta[1], zj * theta[2])
  n <- nrow(rows)
  prior <- diag(c(0, rep(1, ncol(za) + ncol(zj))))
  covariance <- error^2 * solve(crossprod(x) + prior)
  applications <- seq_len(ncol(za)) + 1
  jurors <- seq_len(ncol(zj)) + 1 + ncol(za)
  sd <- sapply(applications, function(i) {
    l <- replace(numeric(ncol(x)), c(1, i), c(1, theta[1]))
    sqrt(drop(l %*% covariance %*% l))
  })
  se <- theta[2] * sqrt(diag(covariance)[jurors])
  v <- diag(n) + theta[1]^2 * tcrossprod(za) + theta[2]^2 * tcrossprod(zj)
  w <- solve(v)
  p <- w - w %*% matrix(1, n, n) %*% w / sum(w)
  residual <- drop(p %*% (rows$score / 100))
  misfit <- tapply(residual^2 / (error^2 * diag(p)), rows$j, mean)

  # The same with applications of which nothing is assumed: jurors compared on the same work only.
  x <- cbind(za, zj * theta[2])
  shared <- solve(crossprod(x) + diag(rep(c(0, 1), c(ncol(za), ncol(zj)))))
  within <- theta[2] * drop(shared %*% crossprod(x, rows$score / 100))[jurors - 1]
  variance <- theta[2]^2 * error^2 * diag(shared)[jurors - 1] - se^2
  allocation <- if (theta[2] == 0) 0 else mean((random$j[[1]] - within)^2 / variance)

  line <- function(kind, id, value, deviation, misfit)
    data.frame(set = name, kind = kind, id = id, value = value, deviation = deviation, misfit = misfit)
  rbind(
    line("mean", 0, fixef(fit), NA, NA),
    line("applications", 0, (theta[1] * error)^2, NA, NA),
    line("jurors", 0, (theta[2] * error)^2, NA, NA),
    line("error", 0, error^2, NA, NA),
    line("allocation", 0, allocation, NA, NA),
    line("application", levels(rows$a), fixef(fit) + random$a[[1]], sd, NA),
    line("juror", levels(rows$j), -random$j[[1]], se, misfit)
  )
}

scores <- do.call(rbind, lapply(names(sets), function(name) cbind(set = name, sets[[name]])))
found <- do.call(rbind, lapply(names(sets), function(name) estimates(name, sets[[name]])))
number <- function(x) ifelse(is.na(x), "", sprintf("%.7g", x))
for (column in c("value", "deviation", "misfit")) found[[column]] <- number(found[[column]])
write.csv(scores, "scores.csv", row.names = FALSE, quote = FALSE)
write.csv(found, "estimates.csv", row.names = FALSE, quote = FALSE)
print(subset(found, kind %in% c("mean", "applications", "jurors", "error")), row.names = FALSE)
cat(R.version.string, "lme4", as.character(packageVersion("lme4")), "\n")
