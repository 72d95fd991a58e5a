/**
 * Forks: a variable that is used several times, one of them a fork of a fork.
 */
import { Environment, print, table } from "millrace";

type Reading = { sensor: string; celsius: number; volt: number };

const env = new Environment({ parallelism: 2 });

const readings = env.fromCollection<Reading>([
  { sensor: "a1", celsius: 20.5, volt: 3.1 },
  { sensor: "a2", celsius: 82.0, volt: 3.3 },
  { sensor: "a1", celsius: 21.0, volt: 2.6 },
  { sensor: "b7", celsius: 19.9, volt: 3.2 },
]);

// temperatures go to a table ...
readings
  .map(({ sensor, celsius }) => ({ sensor, celsius }))
  .sink(table({ key: "sensor", sortBy: "celsius", descending: true, limit: 5 }));

// ... and to two alarms
const hot = readings.filter((r) => r.celsius > 80, "Hot");
hot.map((r) => `${r.sensor} is hot`).sink(print());
hot.map((r) => `switch off ${r.sensor}`).sink((text) => console.log(text));

// batteries
readings
  .filter((r) => r.volt < 2.8)
  .name("Low battery")
  .map((r) => `${r.sensor}: ${r.volt} V`)
  .sink(print());

await env.execute("readings");
