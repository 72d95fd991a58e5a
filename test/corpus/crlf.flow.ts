// Lines that end in CR LF, as an editor on Windows writes them.
import { Environment, print } from "millrace";

interface Invoice {
  number: number;
  customer: string;
  net: number;
}

const env = new Environment();

const invoices = env.fromCollection<Invoice>([
  { number: 1001, customer: "Miller & Sons", net: 120.5 },
  { number: 1002, customer: "Baker", net: 80 },
  { number: 1003, customer: "Miller & Sons", net: 13.37 },
]);

const gross = invoices
  // nineteen per cent
  .map((invoice) => ({ ...invoice, gross: invoice.net * 1.19 }))
  .name("Gross");

/* what each customer
   owes us */
gross
  .keyBy("customer")
  .sum("gross")
  .map((total) => `${total.customer}
owes ${total.gross.toFixed(2)}`)
  .sink(print());

gross.filter((i) => i.net > 100).sink((i) => console.log("large:", i.number));

await env.execute("invoices");
