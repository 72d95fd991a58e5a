/** An Environment that jobs of the corpus import. */
import { Environment } from 'millrace'

export const quickEnvironment = (): Environment => new Environment({ parallelism: 1, threads: 1 })
