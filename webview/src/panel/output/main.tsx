import { mount } from '../../page/index.ts'
import { type FromOutput, host, type ToOutput } from '../../shared/index.ts'
import { OutputReader } from './output-reader.ts'
import { OutputView } from './output-view.tsx'
import '@vscode/codicons/dist/codicon.css'
import './output.css'

mount(<OutputView reader={new OutputReader(host<FromOutput, ToOutput>())} />)
