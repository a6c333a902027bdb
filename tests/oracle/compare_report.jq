# Compares the rows of `cramp report --look now --json` with the reference's numbers for the same diary, its columns renamed to x_NAME,
# within the same tolerances as compare.jq.
#   jq -n -r -f compare_report.jq --slurpfile report R.json --slurpfile wanted E.json      prints one line a difference

def near($a; $b; $tolerance): if $a == null or $b == null then $a == $b else (($a - $b) | fabs) <= $tolerance end;
def differ($path; $a; $b): "\($path): \($a) instead of \($b)";
def exact($path; $a; $b): select($a != $b) | differ($path; $a; $b);
def close($path; $a; $b; $tolerance): select(near($a; $b; $tolerance) | not) | differ($path; $a; $b);
def logarithm: if . == null or . <= 0 then null else log end;

def line($path; $a; $rr; $low; $high; $p):
  close($path + ".rate_ratio"; $a.rate_ratio | logarithm; $rr; 1e-4), close($path + ".ci_low"; $a.ci_low | logarithm; $low; 1e-4),
  close($path + ".ci_high"; $a.ci_high | logarithm; $high; 1e-4), close($path + ".p"; $a.p; $p; 1e-5);

def side($path; $a; $b):
  exact($path + ".nights"; $a.nights; $b.nights), exact($path + ".cramp_nights"; $a.cramp_nights; $b.cramp_nights),
  close($path + ".median"; $a.median; $b.median; 1e-9),
  close($path + ".wilson_low"; $a.wilson_low; 100 * $b.wilson[0]; 1e-7), close($path + ".wilson_high"; $a.wilson_high; 100 * $b.wilson[1]; 1e-7);

def reason: if .inseparable_from == ["calendar"] then "calendar"
  elif .inseparable_from then .inseparable_from | map("x_" + .) | join(",")
  elif .why then .why | join(",") else null end;

def row($a; $b):
  $b.factor as $name
  | exact($name + ".verdict"; $a.verdict; $b.verdict), exact($name + ".verdict_reason"; $a.verdict_reason; $b | reason),
    exact($name + ".kind"; $a.kind; $b.kind), exact($name + ".nights_used"; $a.nights_used; $b.nights),
    exact($name + ".attribution"; $a.attribution; $b.attribution), exact($name + ".nights_needed"; $a.nights_needed; $b.more_nights_rr2),
    exact($name + ".companions"; $a.companions | sort; $b.companions // [] | map("x_" + .) | sort),
    line($name; $a; $b.log_rr; $b.log_lo; $b.log_hi; $b.A.p),
    close($name + ".q"; $a.q; $b.q; 1e-5), close($name + ".phi"; $a.phi; $b.A.phi; 1e-3), close($name + ".v"; $a.v; $b.A.vif; 1e-3),
    close($name + ".r2"; $a.r2; $b.A.r2; 1e-3),
    (if $b.B then line($name + ".own"; $a.own; $b.log_rr_B; $b.log_lo_B; $b.log_hi_B; $b.B.p) else exact($name + ".own"; $a.own; null) end),
    (if $b.low then side($name + ".low"; $a.low; $b.low), side($name + ".high"; $a.high; $b.high) else empty end);

$report[0] as $a | $wanted[0] as $b
| exact("tested"; $a.look.tested; $b.tested), exact("nights.cramp"; $a.nights.cramp; $b.cramp_nights),
  exact("nights recorded"; $a.nights.cramp + $a.nights.free; $b.nights_logged), exact("settings"; $a.settings.method; "A"),
  ($b.factors[] as $f | ([$a.factors[] | select(.id == "x_" + $f.factor)] | first) as $g
   | if $g then row($g; $f) else "\($f.factor): missing" end)
