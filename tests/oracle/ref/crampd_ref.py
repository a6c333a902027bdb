#!/usr/bin/python3
"""crampd_ref.py - REFERENCE IMPLEMENTATION of the recommended observational report (described in cramp-statistics(7)).
Deterministic (no random numbers).   crampd_ref.py diary.csv [--suspect a --suspect b] [--lag f=1] [--ushape f] > report.json
CSV: date,cramps,<factor>,...   blank = unknown.  Missing calendar rows = nights not logged.
"""
import sys, csv, json, datetime, argparse
import numpy as np
from scipy import stats

CFG=dict(cap=3, wins=0.025, knot=28, maxknots=60, lam_hat=4.0, lam_wd=8.0, lam_harm=1.0, lam_fac=8.0, lam_x=2.0,
  comp_r=0.5, dup_r=0.9, phi_floor=0.8, L=14, min_pair=10, q_strong=0.05, q_some=0.20, r2_max=0.90,
  min_nights=42, min_cramp_nights=10, min_side=10, min_exp=4.0, max_ci_ratio=25.0, small=1.5, min_present=0.6)

def q7(x,p): return float(np.quantile(x,p))      # Hyndman-Fan type 7

def split(x,binary):
    """low / high groups of the descriptive view"""
    if binary: return x<0.5, x>0.5
    a,b=q7(x,1/3),q7(x,2/3)
    if a<b: return x<=a, x>=b
    if (x>a).any(): return x<=a, x>a
    return x<a, x>=a

def wilson(k,n,z=1.959963984540054):
    if n==0: return (0.0,1.0)
    p=k/n; d=1+z*z/n; c=(p+z*z/(2*n))/d; h=z*np.sqrt(p*(1-p)/n+z*z/(4*n*n))/d
    return (max(0.0,c-h),min(1.0,c+h))

def ridge_poisson(Z,y,lam,g=None,maxit=60,tol=1e-11):
    k=Z.shape[1]
    if g is None: g=np.zeros(k); g[0]=np.log(max(y.mean(),1e-3))
    def obj(g):
        e=np.clip(Z@g,-30,10); return float(y@e-np.exp(e).sum()-0.5*(lam*g)@g)
    f=obj(g)
    for _ in range(maxit):
        mu=np.exp(np.clip(Z@g,-30,10)); G=Z.T@(y-mu)-lam*g
        H=(Z*mu[:,None]).T@Z; H[np.diag_indices(k)]+=lam+1e-9
        st=np.linalg.solve(H,G); a=1.0
        for _ in range(30):
            f2=obj(g+a*st)
            if f2>=f-1e-12: break
            a*=0.5
        g=g+a*st; done=abs(f2-f)<tol*(1+abs(f)); f=f2
        if done: break
    mu=np.exp(np.clip(Z@g,-30,10)); A=(Z*mu[:,None]).T@Z; H=A.copy(); H[np.diag_indices(k)]+=lam+1e-9
    return mu,float(np.trace(np.linalg.solve(H,A))),g

def lstar(b,x,y,m0,Y):
    e=b*x; mx=e.max(); w=m0*np.exp(e-mx); S0=w.sum(); m=(w@x)/S0; v=(w@(x*x))/S0-m*m
    return b*(y@x)-Y*(np.log(S0)+mx)+0.5*np.log(max(v,1e-300))

def maximise(x,y,m0,Y):
    """golden section then parabola-free refinement on [-B,B], B=6 weighted-SD units"""
    s=np.sqrt((m0@(x*x))/m0.sum()); B=6.0/s; gr=(np.sqrt(5)-1)/2
    a,b=-B,B; c=b-gr*(b-a); d=a+gr*(b-a); fc=lstar(c,x,y,m0,Y); fd=lstar(d,x,y,m0,Y)
    while b-a>1e-8/s:
        if fc>fd: b,d,fd=d,c,fc; c=b-gr*(b-a); fc=lstar(c,x,y,m0,Y)
        else: a,c,fc=c,d,fd; d=a+gr*(b-a); fd=lstar(d,x,y,m0,Y)
    bh=0.5*(a+b); return bh,lstar(bh,x,y,m0,Y)

def bound(sg,bh,lh,c,x,y,m0,Y,V0):
    st=np.sqrt(c/V0); a=bh; b=bh+sg*st; k=0
    while 2*(lh-lstar(b,x,y,m0,Y))<c and k<60: a=b; st*=1.5; b=b+sg*st; k+=1
    for _ in range(60):
        m=0.5*(a+b)
        if 2*(lh-lstar(m,x,y,m0,Y))<c: a=m
        else: b=m
        if abs(b-a)<1e-9*(1+abs(b)): break
    return 0.5*(a+b)

def bh_q(p,w=None):
    """Benjamini-Hochberg adjusted p (weighted: p/w), NaN ignored"""
    p=np.asarray(p,float); q=np.full(len(p),np.nan); idx=np.where(~np.isnan(p))[0]; m=len(idx)
    if m==0: return q
    pp=p[idx]/(1.0 if w is None else w[idx]); o=np.argsort(pp,kind="stable"); r=np.minimum.accumulate((pp[o]*m/np.arange(1,m+1))[::-1])[::-1]
    q[idx[o]]=np.minimum(1.0,r); return q

class Data: pass

def prepare(t,wd,y,X,isbin,cfg):
    """t: integer calendar night 0..N-1 of every row; rows must be sorted; y NaN = not logged"""
    D=Data(); I=np.where(~np.isnan(y))[0]; D.cfg=cfg
    D.t=t[I]-t[I][0]; D.N=int(D.t[-1])+1; D.wd=wd[I]; D.y=np.minimum(y[I],cfg["cap"]); D.n=len(I); D.X=X[I]; D.isbin=isbin; p=X.shape[1]; D.p=p
    D.ok=~np.isnan(D.X); D.Xs=np.zeros((D.n,p)); D.sd=np.zeros(p); D.adj=np.zeros(p,bool)
    for j in range(p):
        o=D.ok[:,j]; x=D.X[o,j]
        if len(x)<2: continue
        if not isbin[j]: x=np.clip(x,q7(x,cfg["wins"]),q7(x,1-cfg["wins"]))
        s=x.std(); D.sd[j]=s
        if s>0:
            D.Xs[o,j]=(x-x.mean())/s
            D.adj[j]=(o.mean()>=cfg["min_present"]) and ((not isbin[j]) or min(x.sum(),len(x)-x.sum())>=5)
    N=D.N; K=int(min(cfg["maxknots"],max(1,np.floor(N/cfg["knot"]+0.5)))); h=(N-1)/K if N>1 else 1.0
    kn=h*np.arange(K+1); cols=[np.ones((D.n,1)),np.maximum(0,1-np.abs(D.t[:,None]-kn[None,:])/h),(D.wd[:,None]==np.arange(7)[None,:])*1.0]
    lam=[0.0]+[cfg["lam_hat"]]*(K+1)+[cfg["lam_wd"]]*7; a=2*np.pi*D.t/365.25
    if N>=270: cols.append(np.column_stack([np.cos(a),np.sin(a)])); lam+=[cfg["lam_harm"]]*2
    if N>=730: cols.append(np.column_stack([np.cos(2*a),np.sin(2*a)])); lam+=[cfg["lam_harm"]]*2
    D.Z0=np.hstack(cols); D.l0=np.array(lam)
    C=np.eye(p); s=D.Xs.std(0); us=np.where(s>0)[0]
    if len(us)>1:
        q=(D.Xs[:,us]-D.Xs[:,us].mean(0))/s[us]; C[np.ix_(us,us)]=q.T@q/D.n
    D.C=C; D.cn=int((D.y>0).sum())
    return D

def fit(D,j,excl,interval=True):
    """adjusted effect of factor j, adjusting for everything except {j} and excl"""
    c=D.cfg; oth=[k for k in range(D.p) if D.adj[k] and k!=j and k not in excl]
    Z=np.hstack([D.Z0,D.Xs[:,oth]]); lam=np.concatenate([D.l0,np.full(len(oth),c["lam_fac"])])
    mu,edf,_=ridge_poisson(Z,D.y,lam)
    o=D.ok[:,j]; x=D.Xs[o,j]; m0=mu[o]; y=D.y[o]; Y=y.sum(); n=len(y); Zo=Z[o]; t=D.t[o]
    ne=int((y>0).sum())
    if Y<3 or ne<3: return None
    w=m0/m0.mean(); A=(Zo*w[:,None]).T@Zo; pen=np.full(Z.shape[1],c["lam_x"]); pen[0]=1e-9; A[np.diag_indices(len(A))]+=pen
    xt=x-Zo@np.linalg.solve(A,(Zo*w[:,None]).T@x)
    xb=(w@x)/w.sum(); r2=1-(w@(xt*xt))/(w@((x-xb)**2))
    V0=float(m0@(xt*xt)); e=y-m0; corr=n/max(n-edf,0.3*n)
    pg=(e@e)/m0.sum()*corr; px=((xt*e)@(xt*e))/V0*corr; phi=max(c["phi_floor"],pg,0.5*(pg+px))
    N=D.N; r=np.zeros(N); q=np.zeros(N); ob=np.zeros(N); r[t]=e/np.sqrt(m0); q[t]=xt*np.sqrt(m0); ob[t]=1; v0=(r@r)/n; s=0.0
    for k in range(1,min(c["L"],N//4)+1):
        nk=ob[k:]@ob[:-k]
        if nk<c["min_pair"]: continue
        s+=(r[k:]@r[:-k])/nk/v0*(q[k:]@q[:-k])
    vif=max(1.0,1+2*s/V0)
    bh,lh=maximise(xt,y,m0,Y); df=max(2,ne-1)
    lr=max(0.0,2*(lh-lstar(0.0,xt,y,m0,Y))); T=np.sqrt(lr/(phi*vif)); p=2*stats.t.sf(T,df)
    out=dict(beta_sd=bh,p=float(p),phi=float(phi),vif=float(vif),r2=float(r2),df=df,n=n,events=float(Y),edf=edf,lr=lr,V0=V0)
    if interval:
        cc=stats.t.ppf(0.975,df)**2*phi*vif
        out["lo_sd"]=bound(-1,bh,lh,cc,xt,y,m0,Y,V0); out["hi_sd"]=bound(1,bh,lh,cc,xt,y,m0,Y,V0)
    return out

def analyse(t,wd,y,X,names,isbin,suspects=(),cfg=CFG,interval=True,partner={}):
    if np.isfinite(y).sum()==0:
        return dict(nights_span=len(y),nights_logged=0,cramp_nights=0,tested=0,factors=[dict(factor=n,kind=None,nights=0,verdict="not_enough_data",why=["nights"]) for n in names]),None
    D=prepare(t,wd,y,X,isbin,cfg); c=cfg; p=D.p; F=[]; pA=np.full(p,np.nan)
    for j in range(p):
        o=D.ok[:,j]; x=D.X[o,j]; f=dict(factor=names[j],kind="binary" if isbin[j] else "continuous",nights=int(o.sum()),verdict=None); F.append(f)
        if len(x)<2 or D.sd[j]==0 or x.min()==x.max(): f["verdict"]="no_variation"; continue
        lo,hi=split(x,isbin[j]); yo=D.y[o]; ev=yo>0; n0,n1=int(lo.sum()),int(hi.sum()); k0,k1=int(ev[lo].sum()),int(ev[hi].sum())
        f["low"]=dict(nights=n0,cramp_nights=k0,upto=float(x[lo].max()) if n0 else None,median=float(np.median(x[lo])) if n0 else None,wilson=wilson(k0,n0))
        f["high"]=dict(nights=n1,cramp_nights=k1,from_=float(x[hi].min()) if n1 else None,median=float(np.median(x[hi])) if n1 else None,wilson=wilson(k1,n1))
        f["crude_rr"]=((k1+.5)/(n1+.5))/((k0+.5)/(n0+.5))
        gate=[]
        if o.sum()<c["min_nights"]: gate.append("nights")
        if ev.sum()<c["min_cramp_nights"]: gate.append("cramp_nights")
        if min(n0,n1)<c["min_side"]: gate.append("one_side_rare")
        elif ev.sum()*min(n0,n1)/len(x)<c["min_exp"]: gate.append("one_side_rare")
        if gate: f["verdict"]="not_enough_data"; f["why"]=gate; continue
        f["delta"]=f["high"]["median"]-f["low"]["median"]
        comp=[k for k in range(p) if D.adj[k] and k!=j and abs(D.C[j,k])>=(c["dup_r"] if partner.get(j)==k else c["comp_r"])]   # the two ends of a U adjust for each other
        f["companions"]=[names[k] for k in comp]; f["_comp"]=comp
        A=fit(D,j,set(comp),interval)
        if A is None: f["verdict"]="not_enough_data"; f["why"]=["cramp_nights"]; continue
        sc=f["delta"]/D.sd[j]; f["A"]=A; f["log_rr"]=A["beta_sd"]*sc
        if interval: f["log_lo"],f["log_hi"]=sorted((A["lo_sd"]*sc,A["hi_sd"]*sc))
        se=np.sqrt(A["phi"]*A["vif"]/A["V0"])*abs(sc); f["se"]=float(se)
        f["more_nights_rr2"]=int(max(0,np.ceil(A["n"]*(se/(np.log(2)/3.85))**2)-A["n"]))   # 80 % power, RR 2, per-test alpha .0026
        if A["r2"]>c["r2_max"]:
            f["verdict"]="cannot_be_separated"
            near=sorted((k for k in range(p) if D.adj[k] and k!=j and k not in comp),key=lambda k:-abs(D.C[j,k]))[:2]
            f["inseparable_from"]=(["calendar"] if fit(D,j,set(range(p)),False)["r2"]>c["r2_max"] else [names[k] for k in near]); continue
        pA[j]=A["p"]
        if comp:      # test B: companions adjusted for (near-duplicates never)
            near={k for k in comp if abs(D.C[j,k])>=c["dup_r"]}; f["near_duplicates"]=[names[k] for k in near]; B=fit(D,j,near,interval); f["B"]=B
            if B is not None:
                f["log_rr_B"]=B["beta_sd"]*sc
                if interval: f["log_lo_B"],f["log_hi_B"]=sorted((B["lo_sd"]*sc,B["hi_sd"]*sc))
    m=int((~np.isnan(pA)).sum()); w=None; s=[j for j in range(p) if names[j] in suspects and not np.isnan(pA[j])]
    if s and m>len(s):
        w=np.ones(p); w[:]=0.5*m/(m-len(s)); w[s]=0.5*m/len(s)
    q=bh_q(pA,w)
    for j in range(p):
        if np.isnan(pA[j]): continue
        f=F[j]; f["p"]=float(pA[j]); f["q"]=float(q[j]); comp=f["_comp"]
        if q[j]<=c["q_some"] and pA[j]<=0.05:
            f["verdict"]="strong" if q[j]<=c["q_strong"] else "some"
            if comp:
                B=f.get("B"); ok=B is not None and not f["near_duplicates"] and B["r2"]<=c["r2_max"] and B["p"]<=0.05/(1+len(comp)) and B["beta_sd"]*f["A"]["beta_sd"]>0
                f["attribution"]="specific" if ok else "shared"
            else: f["attribution"]="specific"
        elif interval and f["log_hi"]-f["log_lo"]>np.log(c["max_ci_ratio"]): f["verdict"]="not_enough_data"; f["why"]=["imprecise"]
        elif interval and f["log_lo"]>-np.log(c["small"]) and f["log_hi"]<np.log(c["small"]): f["verdict"]="little_effect"
        else: f["verdict"]="unclear"
    return dict(nights_span=D.N,nights_logged=D.n,cramp_nights=D.cn,tested=m,factors=F),D

def u_split(x,logged):
    """the two ends of a U-shaped factor as yes/no columns, cut at the personal quartiles of the logged nights; unknown stays unknown"""
    k=x[logged&~np.isnan(x)]; lo=np.full(len(x),np.nan); hi=lo.copy(); o=~np.isnan(x)
    if len(k)==0: return lo,hi
    a,b=q7(k,.25),q7(k,.75)
    lo[o]=(x[o]<=a) if a<b and (k<=a).mean()<=0.5 else (x[o]<a)
    hi[o]=(x[o]>=b) if a<b and (k>=b).mean()<=0.5 else (x[o]>b)
    return lo,hi

def load(path,lags={},ushape=()):
    rows=list(csv.DictReader(open(path))); names=[k for k in rows[0] if k not in("date","cramps")]
    d=[datetime.date.fromisoformat(r["date"]) for r in rows]; d0=min(d); N=(max(d)-d0).days+1
    y=np.full(N,np.nan); X=np.full((N,len(names)),np.nan)
    for r,dt in zip(rows,d):
        i=(dt-d0).days
        if r["cramps"]!="": y[i]=float(r["cramps"])
        for j,k in enumerate(names):
            if r[k]!="": X[i,j]=float(r[k])
    for k,L in lags.items():
        j=names.index(k); X[:,j]=np.concatenate([np.full(L,np.nan),X[:-L,j]])
    pairs={}
    for k in ushape:
        j=names.index(k); lo,hi=u_split(X[:,j],~np.isnan(y)); X[:,j]=lo; X=np.column_stack([X,hi]); names[j]=k+"_low"; names.append(k+"_high"); pairs[j]=len(names)-1; pairs[len(names)-1]=j
    if (np.abs(X[np.isfinite(X)])>1e9).any(): sys.exit("a value beyond 1e9")
    t=np.arange(N); wd=(d0.weekday()+t)%7
    isbin=np.array([bool(np.isin(X[~np.isnan(X[:,j]),j],(0,1)).all()) for j in range(len(names))])
    return t,wd,y,X,names,isbin,pairs

if __name__=="__main__":
    ap=argparse.ArgumentParser(); ap.add_argument("csv"); ap.add_argument("--suspect",action="append",default=[]); ap.add_argument("--lag",action="append",default=[]); ap.add_argument("--ushape",action="append",default=[])
    a=ap.parse_args(); t,wd,y,X,names,isbin,pairs=load(a.csv,{l.split("=")[0]:int(l.split("=")[1]) for l in a.lag},a.ushape)
    R,_=analyse(t,wd,y,X,names,isbin,a.suspect,partner=pairs)
    for f in R["factors"]:
        f.pop("_comp",None)
        if "log_rr" in f: f["rr"],f["rr_lo"],f["rr_hi"]=[float(np.exp(f[k])) for k in("log_rr","log_lo","log_hi")]
    json.dump(R,sys.stdout,indent=1,default=float)
