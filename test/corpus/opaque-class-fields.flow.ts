/** Opaque: a job in a class, its streams in fields, getters and methods. */
import { type DataStream, Environment, print } from 'millrace'

type Wave = { buoy: string; metres: number }

class WaveJob {
  readonly env = new Environment({ parallelism: 2 })
  readonly waves: DataStream<Wave> = this.env.fromCollection<Wave>([
    { buoy: 'b1', metres: 1.2 },
    { buoy: 'b2', metres: 4.8 },
  ])
  private high = this.waves.filter((wave) => wave.metres > 3)

  get texts(): DataStream<string> {
    return this.high.map((wave) => `${wave.buoy}: ${wave.metres} m`)
  }

  build(): this {
    this.texts.sink(print())
    this.waves.keyBy('buoy').sum('metres').sink()
    return this
  }

  run() {
    return this.env.execute('waves')
  }
}

const job = new WaveJob().build()
job.waves.name('Waves').sink()

await job.run()
