/** A .flow.mts with two jobs: the second is made when the first has ended, in variables of the same name in blocks. */
import { collect, Environment, print } from 'millrace';

const WORDS = ['mill', 'race', 'wheel', 'mill'];

{
  const env = new Environment();
  env
    .fromCollection(WORDS)
    .keyBy((word) => word)
    .sum(() => 1)
    .name('Counts')
    .sink(collect('counts'));
  const job = await env.execute('first');
  await job.waitFinish();
}

{
  const env = new Environment({ parallelism: 2 });
  const upper = env.fromCollection(WORDS).map((word) => word.toUpperCase());
  upper.shuffle().filter((word) => word.length === 4).sink(print());
  await env.execute('second');
}
