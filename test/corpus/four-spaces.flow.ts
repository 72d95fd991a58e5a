// Four spaces, one of the older styles, chains indented under the dot.
import { Environment, print, sliding } from 'millrace';

interface Quote {
    symbol: string;
    price: number;
    time: number;
}

const env = new Environment({
    parallelism: 2,
    threads: 2
});

const quotes = env.fromCollection<Quote>([
                      { symbol: 'ACME', price: 10.5, time: 1000 },
                      { symbol: 'ACME', price: 11.0, time: 2500 },
                      { symbol: 'MILL', price: 99.9, time: 2600 },
                      { symbol: 'ACME', price: 10.0, time: 4000 }
                  ])
                  .assignTimestamps((quote) => {
                      return quote.time;
                  });

quotes.keyBy('symbol')
      .window(sliding({ size: 2000, slide: 1000 }))
      .max('price')
      .map(quote => {
          if (quote.price > 50) {
              return quote.symbol + ' is dear';
          } else {
              return quote.symbol + ' is cheap';
          }
      })
      .sink(print());

await env.execute('quotes');
