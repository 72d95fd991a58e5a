"use strict";
/** Semicolons, double quotes, Prettier's style. */
import { Environment, print, tumbling } from "millrace";

interface Order {
  readonly id: string;
  readonly country: "DE" | "FR" | "IT";
  readonly total: number;
  readonly placedAt: number;
}

const MINUTE = 60_000;

const env = new Environment({ parallelism: 2, threads: 2 });

const orders = env
  .fromCollection<Order>([
    { id: "a", country: "DE", total: 10, placedAt: 1_000 },
    { id: "b", country: "FR", total: 20, placedAt: 5_000 },
    { id: "c", country: "DE", total: 30, placedAt: 61_000 },
    { id: "d", country: "IT", total: 40, placedAt: 62_000 },
  ])
  .name("Orders")
  .uid("orders");

const timed = orders.assignTimestamps((order) => order.placedAt, {
  outOfOrderness: 2_000,
});

timed
  .keyBy("country")
  .window(tumbling(MINUTE))
  .sum("total")
  .name("Revenue per minute")
  .uid("revenue")
  .map((order) => `${order.country}: ${order.total}`)
  .sink(print());

timed
  .filter((order) => order.total >= 30)
  .name("Large orders")
  .map(({ id }) => id)
  .sink(print());

await env.execute("revenue");
