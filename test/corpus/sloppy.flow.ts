import {Environment,print,generate,outputTag} from 'millrace'
// sloppy: no rules at all, dead code, commented-out calls, several statements on a line
const env=new Environment({parallelism:2});
const e2 = env
let tmp:any, x = 1
const   src=env.source(generate(i=>({id:i,v:Math.sin(i)}),{count:40}))
const pos=src.filter(r=>r.v>0)//.map(r=>r.id)
    //.filter(r => r.v < 0.5)
   .map(r=>{ const {id,v}=r
      return {id, v:Math.round(v*100)} })
 //   .setParallelism(4)
const neg = src.filter(r=>r.v<=0).map(r=>({id:r.id,v:0})); tmp = neg
pos.union(neg
).keyBy(r=>r.id%2)
	.sum('v').name( 'sum' )
  .sink( print( ) )
if (x) { /* later */ }
/*
neg.sink(print())
pos.sink(print())
*/
const unusedTag = outputTag('unused'), unusedStream = pos.map(r=>r.v).name('never read')
unusedStream.sink();;
src.inspect(r=>{ tmp = r })
// pos.roundRobin()
function old(s:typeof pos){ return s.map(r=>r.v).filter(v=>v>5) }
e2 .execute( 'sloppy' );
