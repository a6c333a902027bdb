# Adds two factors to a simulated diary that no diary can tell from others: how many days it has been kept, and a mixture of five
# independent ones, each of which it resembles a little.
BEGIN { OFS = ","; split("alcohol_u caffeine_mg standing_h salt_1to5 stress_1to5", parts, " "); split("1 80 1.4 1 1", spread, " ") }
NR == 1 {
	for (i = 1; i <= NF; i++) column[$i] = i
	print $0, "days", "mixture"
	next
}
{
	mixture = 0
	for (i in parts) {
		value = $column[parts[i]]
		if (value == "" || mixture == "") mixture = ""
		else mixture += value / spread[i]
	}
	print $0, NR - 1, mixture
}
