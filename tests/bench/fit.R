# The association report of cramp-statistics(7) as one would write it in R: Newton's steps with crossprod and solve, optimize() for
# the top of the likelihood, uniroot() for the ends of its interval. For comparing times; the numbers are the same to about 1e-5.
#
#   Rscript fit.R DIARY.csv REPEAT        the seconds of processor time of each report, a line each
#   Rscript fit.R DIARY.csv print         factor,log rate ratio,low,high,p,q,p on its own
arguments <- commandArgs(TRUE)
diary <- read.csv(arguments[1], check.names = FALSE)
diary$date <- as.Date(diary$date)
calendar <- data.frame(date = seq(min(diary$date), max(diary$date), by = 1))
calendar <- merge(calendar, diary, all.x = TRUE)

standardise <- function(x, yesno) {
	if (!yesno) {
		ends <- quantile(x, c(.025, .975), na.rm = TRUE, type = 7)
		x <- pmin(pmax(x, ends[1]), ends[2])
	}
	m <- mean(x, na.rm = TRUE)
	s <- sqrt(mean((x - m)^2, na.rm = TRUE))
	z <- if (is.finite(s) && s > 0) (x - m) / s else x * 0
	z[is.na(z)] <- 0
	list(z = z, sd = if (is.finite(s)) s else 0)
}

nuisance <- function(t, weekday) {
	n <- max(t) + 1
	k <- min(60, max(1, floor(n / 28 + .5)))
	h <- (n - 1) / k
	z <- cbind(1, pmax(1 - abs(outer(t, 0:k * h, "-")) / h, 0), outer(weekday, 0:6, "==") * 1)
	ridge <- c(0, rep(4, k + 1), rep(8, 7))
	for (i in seq_len((n >= 270) + (n >= 730))) {
		z <- cbind(z, cos(2 * pi * i * t / 365.25), sin(2 * pi * i * t / 365.25))
		ridge <- c(ridge, 1, 1)
	}
	list(z = z, ridge = ridge)
}

null_fit <- function(z, y, ridge) {
	g <- c(log(mean(y)), rep(0, ncol(z) - 1))
	objective <- function(g) {
		e <- as.vector(z %*% g)
		sum(y * e - exp(e)) - sum(ridge * g^2) / 2
	}
	value <- objective(g)
	repeat {
		mu <- exp(as.vector(z %*% g))
		h <- crossprod(z * mu, z)
		diag(h) <- diag(h) + ridge + 1e-9
		step <- as.vector(solve(h, crossprod(z, y - mu) - ridge * g))
		share <- 1
		while ((following <- objective(g + share * step)) < value - 1e-12 && share > 1e-9) share <- share / 2
		g <- g + share * step
		done <- abs(following - value) < 1e-11 * (1 + abs(value))
		value <- following
		if (done) break
	}
	mu <- exp(as.vector(z %*% g))
	a <- crossprod(z * mu, z)
	list(mu = mu, edf = sum(diag(solve(a + diag(ridge + 1e-9), a))))
}

groups <- function(x, yesno) {
	if (yesno) return(list(low = x < .5, high = x > .5))
	q <- quantile(x, c(1 / 3, 2 / 3), type = 7)
	if (q[1] < q[2]) list(low = x <= q[1], high = x >= q[2])
	else if (any(x > q[1])) list(low = x <= q[1], high = x > q[1])
	else list(low = x < q[1], high = x >= q[1])
}

effect <- function(d, j, adjusters) {
	z <- cbind(d$z0, d$z[, adjusters, drop = FALSE])
	fit <- null_fit(z, d$y, c(d$ridge0, rep(8, length(adjusters))))
	o <- d$known[, j]
	x <- d$z[o, j]; y <- d$y[o]; m <- fit$mu[o]; z <- z[o, ]; t <- d$t[o]; n <- length(y)
	w <- m / mean(m)
	x <- x - as.vector(z %*% solve(crossprod(z * w, z) + diag(c(1e-9, rep(2, ncol(z) - 1))), crossprod(z, w * x)))
	zj <- d$z[o, j]
	r2 <- 1 - sum(w * x^2) / sum(w * (zj - sum(w * zj) / sum(w))^2)
	information <- sum(m * x^2)
	e <- y - m
	correction <- n / max(n - fit$edf, .3 * n)
	general <- correction * sum(e^2) / sum(m)
	phi <- max(.8, general, (general + correction * sum((x * e)^2) / information) / 2)
	r <- q <- there <- rep(0, d$nights)
	r[t + 1] <- e / sqrt(m); q[t + 1] <- x * sqrt(m); there[t + 1] <- 1
	s <- 0
	for (lag in seq_len(min(14, d$nights %/% 4))) {
		a <- seq_len(d$nights - lag); b <- a + lag
		pairs <- sum(there[a] * there[b])
		if (pairs >= 10) s <- s + sum(r[a] * r[b]) / pairs / (sum(r^2) / n) * sum(q[a] * q[b])
	}
	v <- max(1, 1 + 2 * s / information)
	total <- sum(y); score <- sum(y * x)
	likelihood <- function(b) {
		u <- m * exp(b * x); s0 <- sum(u); m1 <- sum(u * x) / s0
		b * score - total * log(s0) + log(sum(u * x^2) / s0 - m1^2) / 2
	}
	sd <- sqrt(information / sum(m))
	top <- optimize(likelihood, c(-6, 6) / sd, maximum = TRUE, tol = 1e-9)
	df <- max(2, sum(y > 0) - 1)
	p <- 2 * pt(-sqrt(max(0, 2 * (top$objective - likelihood(0))) / (phi * v)), df)
	fall <- qt(.975, df)^2 * phi * v
	away <- function(b) 2 * (top$objective - likelihood(b)) - fall
	reach <- 2 * sqrt(fall / information)
	ends <- c(uniroot(away, top$maximum - c(reach, 0), tol = 1e-9, extendInt = "downX")$root,
		uniroot(away, top$maximum + c(0, reach), tol = 1e-9, extendInt = "upX")$root)
	list(beta = top$maximum, ends = ends, p = p, r2 = r2)
}

report <- function(calendar) {
	factors <- setdiff(names(calendar), c("date", "cramps"))
	logged <- which(!is.na(calendar$cramps))
	x <- as.matrix(calendar[logged, factors])
	yesno <- apply(x, 2, function(v) all(v[!is.na(v)] %in% 0:1))
	t <- logged - logged[1]
	scaled <- lapply(seq_along(factors), function(j) standardise(x[, j], yesno[j]))
	known <- !is.na(x)
	sd <- sapply(scaled, `[[`, "sd")
	z <- sapply(scaled, `[[`, "z")
	columns <- nuisance(t, (as.POSIXlt(calendar$date[logged])$wday + 6) %% 7)
	d <- list(y = pmin(calendar$cramps[logged], 3), t = t, nights = max(t) + 1, z = z, known = known, z0 = columns$z,
		ridge0 = columns$ridge)
	ones <- colSums(x, na.rm = TRUE); shares <- colSums(known)
	adjuster <- sd > 0 & colMeans(known) >= .6 & (!yesno | pmin(ones, shares - ones) >= 5)
	r <- suppressWarnings(cor(z))
	r[is.na(r)] <- 0
	result <- matrix(NA_real_, length(factors), 6, dimnames = list(factors, c("log_rr", "low", "high", "p", "q", "p_own")))
	for (j in seq_along(factors)) {
		o <- known[, j]; xo <- x[o, j]
		if (sum(o) < 42 || sd[j] == 0) next
		g <- groups(xo, yesno[j])
		smaller <- min(sum(g$low), sum(g$high)); events <- sum(d$y[o] > 0)
		if (smaller < 10 || events < 10 || events * smaller / length(xo) < 4) next
		scale <- (median(xo[g$high]) - median(xo[g$low])) / sd[j]
		companions <- setdiff(which(adjuster & abs(r[j, ]) >= .5), j)
		a <- effect(d, j, setdiff(which(adjuster), c(j, companions)))
		if (a$r2 > .9) next
		result[j, 1:4] <- c(a$beta * scale, sort(a$ends * scale), a$p)
		if (length(companions)) {
			near <- companions[abs(r[j, companions]) >= .9]
			result[j, 6] <- effect(d, j, setdiff(which(adjuster), c(j, near)))$p
		}
	}
	result[, "q"] <- p.adjust(result[, "p"], "BH")
	result
}

if (arguments[2] == "print") {
	write.table(report(calendar), sep = ",", quote = FALSE, col.names = FALSE)
} else {
	for (i in seq_len(as.integer(arguments[2]))) {
		start <- proc.time()
		report(calendar)
		cat(sprintf("%.6f\n", sum((proc.time() - start)[1:2])))
	}
}
