# What the pictures are drawn from, worked out by R on the same nights: the exact interval of a rate (poisson.test), the smoothed
# trend (lm with tricube weights), the hours (table). Prints JSON; tests/checks/course.sh compares.
#
#   Rscript course.R DIARY.csv FROM TO > course.expected.json
#
# DIARY.csv is the wide nightly table (night, cramps, onset); FROM and TO are the first and the last night of the range.
arguments <- commandArgs(TRUE)
diary <- read.csv(arguments[1], colClasses = "character")
from <- as.Date(arguments[2])
to <- as.Date(arguments[3])
half <- 63

nights <- seq(from, to, by = 1)
cramps <- as.integer(diary$cramps[match(as.character(nights), diary$night)])

trend_at <- function(place) {
	d <- seq_along(nights) - 1 - place
	used <- abs(d) <= half & !is.na(cramps)
	if (sum(used) < 14 || sum(abs(d[used]) <= 14) < 4)
		return(NA)
	w <- (1 - (abs(d[used]) / half)^3)^3
	line <- lm(y ~ d, data.frame(y = cramps[used], d = d[used]), weights = w)
	max(0, 7 * coef(line)[[1]])
}

stretches <- function(length) {
	last <- rev(seq(length(nights), 1, by = -length))
	first <- c(1, head(last, -1) + 1)
	lapply(seq_along(last), function(i) {
		y <- cramps[first[i]:last[i]]
		recorded <- sum(!is.na(y))
		enough <- 7 * recorded >= 4 * length(y) && recorded >= 4
		exact <- if (enough) poisson.test(sum(y, na.rm = TRUE), recorded / 7)
		list(from = as.character(nights[first[i]]), to = as.character(nights[last[i]]), recorded = recorded,
			episodes = sum(y, na.rm = TRUE), cramps_per_week = if (enough) exact$estimate[[1]] else NA,
			low = if (enough) exact$conf.int[1] else NA, high = if (enough) exact$conf.int[2] else NA,
			trend = trend_at((first[i] + last[i]) / 2 - 1))
	})
}

text <- function(x) {
	if (is.list(x) && !is.null(names(x)))
		paste0("{", paste0("\"", names(x), "\":", vapply(x, text, ""), collapse = ","), "}")
	else if (is.list(x) || length(x) > 1)
		paste0("[", paste0(vapply(as.list(x), text, ""), collapse = ","), "]")
	else if (is.na(x)) "null"
	else if (is.character(x)) paste0("\"", x, "\"")
	else sprintf("%.12g", x)
}

inside <- diary[as.Date(diary$night) >= from & as.Date(diary$night) <= to & diary$onset != "", ]
hours <- as.vector(table(factor(as.integer(substr(inside$onset, 1, 2)), levels = 0:23)))
cat(text(list(weeks = stretches(7), stretches = stretches(28), hours = hours)), "\n", sep = "")
