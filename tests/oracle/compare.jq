# Compares the engine's numbers with the reference's, within the tolerances of cramp-statistics(7) (A11):
# 1e-4 on log rate ratios, 1e-5 on p and q, 1e-3 on phi, v and R²; verdicts, attribution, companions and groups exactly.
#   jq -n -r -f compare.jq --slurpfile ours O.json --slurpfile wanted E.json      prints one line a difference, nothing if none

def near($a; $b; $tolerance): if $a == null or $b == null then $a == $b else (($a - $b) | fabs) <= $tolerance end;
def differ($path; $a; $b): "\($path): \($a) instead of \($b)";
def exact($path; $a; $b): select($a != $b) | differ($path; $a; $b);
def close($path; $a; $b; $tolerance): select(near($a; $b; $tolerance) | not) | differ($path; $a; $b);

def effect($path; $a; $b):
  close($path + ".p"; $a.p; $b.p; 1e-5), close($path + ".phi"; $a.phi; $b.phi; 1e-3), close($path + ".v"; $a.vif; $b.vif; 1e-3),
  close($path + ".r2"; $a.r2; $b.r2; 1e-3);

def side($path; $a; $b):
  exact($path + ".nights"; $a.nights; $b.nights), exact($path + ".cramp_nights"; $a.cramp_nights; $b.cramp_nights),
  close($path + ".median"; $a.median; $b.median; 1e-9),
  close($path + ".wilson_low"; $a.wilson[0]; $b.wilson[0]; 1e-9), close($path + ".wilson_high"; $a.wilson[1]; $b.wilson[1]; 1e-9);

def factor($a; $b):
  $b.factor as $name
  | exact($name + ".verdict"; $a.verdict; $b.verdict), exact($name + ".nights"; $a.nights; $b.nights),
    exact($name + ".attribution"; $a.attribution; $b.attribution), exact($name + ".why"; $a.why; $b.why),
    exact($name + ".companions"; $a.companions // [] | sort; $b.companions // [] | sort),
    exact($name + ".inseparable_from"; $a.inseparable_from; $b.inseparable_from),
    exact($name + ".nights_needed"; $a.more_nights_rr2; $b.more_nights_rr2),
    (("log_rr", "log_lo", "log_hi", "log_rr_B", "log_lo_B", "log_hi_B") as $k | close($name + "." + $k; $a[$k]; $b[$k]; 1e-4)),
    (("p", "q") as $k | close($name + "." + $k; $a[$k]; $b[$k]; 1e-5)),
    (if $b.A then effect($name + ".A"; $a.A; $b.A) else empty end), (if $b.B then effect($name + ".B"; $a.B; $b.B) else empty end),
    (if $b.low then side($name + ".low"; $a.low; $b.low), side($name + ".high"; $a.high; $b.high) else empty end);

$ours[0] as $a | $wanted[0] as $b
| (("nights_span", "nights_logged", "cramp_nights", "tested") as $k | exact($k; $a[$k]; $b[$k])),
  ($b.factors[] as $f | ([$a.factors[] | select(.factor == $f.factor)] | first) as $g
   | if $g then factor($g; $f) else "\($f.factor): missing" end)
