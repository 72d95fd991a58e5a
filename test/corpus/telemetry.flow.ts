/*
 * Telemetry of a fleet of machines; written by a C programmer.
 * Construct: main with everything inside, 8 spaces, long argument lists, numbers everywhere.
 */

import {
        Environment,
        generate,
        print,
        onEvery,
        purging,
        onCount,
        global,
        count,
        tumbling,
        sliding,
        table,
        type DataStream,
} from "millrace";

const N_MACHINES = 6;
const N_SAMPLES = 120;
const T_SAMPLE = 250;
const RPM_MAX = 4200;

interface sample_t {
        machine: number;
        seq: number;
        t: number;
        rpm: number;
        temp: number;
        flags: number;
}

const FLAG_DOOR = 1 << 0;
const FLAG_OIL = 1 << 1;
const FLAG_STOP = 1 << 2;

function make_sample(i: number): sample_t {
        return {
                machine: i % N_MACHINES,
                seq: Math.floor(i / N_MACHINES),
                t: i * T_SAMPLE,
                rpm: 3000 + ((i * 211) % 1500),
                temp: 40 + ((i * 17) % 55),
                flags: i % 23 === 0 ? FLAG_DOOR : i % 29 === 0 ? FLAG_OIL | FLAG_STOP : 0,
        };
}

const is_set = (flag: number) => (s: sample_t) => (s.flags & flag) !== 0;

async function main(): Promise<number> {
        const env = new Environment({ parallelism: 2, threads: 2, channelCapacity: 256 });

        const raw: DataStream<sample_t> = env
                .source(generate(make_sample, { count: N_SAMPLES }), "Machines")
                .setParallelism(2)
                .slotGroup("input")
                .assignTimestamps((s) => s.t, { outOfOrderness: 0, idleAfter: 10_000 }, "Sample time");

        /* --- alarms --- */

        const doors = raw.filter(is_set(FLAG_DOOR), "Door open");
        const oil = raw.filter(is_set(FLAG_OIL), "Oil low");
        const fast = raw.filter((s) => s.rpm > RPM_MAX, "Too fast");

        const alarms = doors
                .map((s) => ({ machine: s.machine, text: "door", t: s.t }))
                .union(
                        oil.map((s) => ({ machine: s.machine, text: "oil", t: s.t })),
                        fast.map((s) => ({ machine: s.machine, text: "rpm", t: s.t })),
                );

        alarms
                .keyBy("machine")
                .window(global())
                .trigger(purging(onCount(3)))
                .process((machine, _window, all) => [`machine ${machine}: ${all.map((a) => a.text).join("+")}`])
                .name("Every third alarm")
                .sink(print());

        alarms
                .keyBy((a) => a.text)
                .window(tumbling(5000))
                .count()
                .name("Alarms in 5 s")
                .map(([text, n]) => ({ text, n }))
                .sink(table({ key: "text", sortBy: "n" }));

        /* --- figures --- */

        const by_machine = raw.keyBy("machine");

        const means = by_machine
                .window(sliding({ size: 10_000, slide: 5_000 }))
                .aggregate({
                        create: () => ({ n: 0, rpm: 0, temp: 0 }),
                        add: (a, s) => {
                                a.n += 1;
                                a.rpm += s.rpm;
                                a.temp += s.temp;
                        },
                        merge: (a, b) => ({ n: a.n + b.n, rpm: a.rpm + b.rpm, temp: a.temp + b.temp }),
                        result: (a, machine, w) => ({ machine, from: w.start, rpm: a.rpm / a.n, temp: a.temp / a.n }),
                })
                .name("Means");

        means.filter((m) => m.temp > 68).map((m) => `machine ${m.machine} is warm: ${m.temp.toFixed(1)}`).sink(print());
        means.map((m) => Math.round(m.rpm)).shuffle().sink().setParallelism(3);

        by_machine
                .window(tumbling(20_000))
                .trigger(onEvery(5_000))
                .max("rpm")
                .name("Fastest so far")
                .map((s) => [s.machine, s.rpm])
                .keyBy(0)
                .window(count(2))
                .reduce((a, b) => (a[1] >= b[1] ? a : b))
                .sink((p) => {
                        if (p[1] > RPM_MAX) console.log("fast", p);
                });

        /* --- sequence check --- */

        by_machine
                .process<string>(
                        {
                                onRecord(s, ctx, out) {
                                        if (s.seq < 0) out.collect(`machine ${ctx.key} lost a sample`);
                                },
                        },
                        "Sequence",
                )
                .forward()
                .sink(print())
                .name("Losses")
                .slotGroup("output");

        const handle = await env.execute("telemetry");
        const result = await handle.waitFinish();
        return result.state === "finished" ? 0 : 1;
}

process.exitCode = await main();
