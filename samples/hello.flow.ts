import { Environment } from 'millrace'

const env = new Environment()
env.fromCollection(['hello', 'millrace']).inspect(console.log)
await env.execute('hello')
