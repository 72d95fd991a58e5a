/** Trailing commas after last arguments, parameters, elements and type arguments. */
import {
  Environment,
  print,
  table,
} from 'millrace'

const env = new Environment(
  {
    parallelism: 2,
  },
)

const pages = env.fromCollection(
  [
    { path: '/', hits: 3, },
    { path: '/about', hits: 1, },
  ],
)

const more = env.fromCollection([{ path: '/', hits: 2, },],)

pages
  .union(
    more,
    pages.filter(
      (page,) => page.hits > 2,
      'Busy',
    ),
  )
  .keyBy('path',)
  .sum('hits',)
  .map(
    ({ path, hits, },) => ({
      path,
      hits,
    }),
    'Shaped',
  )
  .name('Pages',)
  .setParallelism(1,)
  .sink(
    table(
      {
        key: 'path',
        sortBy: 'hits',
      },
    ),
  )

more.sink(print(),)

await env.execute('pages',)
