/** Taxi trips of a city: the short window join on event time, rescale and a roll-up in two steps. */
import { Environment, generate, print, tumbling } from 'millrace';

const ZONES = ['harbour', 'centre', 'airport'];

interface PickUp {
  trip: number;
  zone: string;
  at: number;
}

interface DropOff {
  trip: number;
  zone: string;
  fare: number;
  at: number;
}

const env = new Environment({ parallelism: 3, threads: 2 });

const pickUps = env
  .source(generate((trip): PickUp => ({ trip, zone: ZONES[trip % 3], at: trip * 1_000 }), { count: 40 }))
  .name('Pick-ups')
  .assignTimestamps((pickUp) => pickUp.at)
  .name('Picked up at');

const dropOffs = env
  .source(
    generate((trip): DropOff => ({ trip, zone: ZONES[(trip * 2) % 3], fare: 5 + (trip % 9), at: trip * 1_000 + 200 }), {
      count: 40,
    }),
  )
  .name('Drop-offs')
  .assignTimestamps((dropOff) => dropOff.at);

const trips = pickUps.windowJoin(dropOffs, 'trip', 10_000).name('Trips').uid('trips');

const routes = trips
  .map(([from, to]) => ({ route: `${from.zone} - ${to.zone}`, fare: to.fare, at: from.at }))
  .assignTimestamps((trip) => trip.at, { outOfOrderness: 10_000 }, 'Trip time');

// First a sum per instance, then one over all.
const partial = routes.rescale().keyBy('route').window(tumbling(20_000)).sum('fare').setParallelism(2);
const total = partial
  .map(({ fare }) => fare)
  .timeWindow(1_000)
  .reduce((a, b) => a + b)
  .name('All fares');

partial.map((sum) => `${sum.route}: ${sum.fare}`).sink(print());
total.map((fare) => `all: ${fare}`).sink(print());

await env.execute('taxis');
