import { mount } from '../../page/index.ts'
import { type FromRecords, host, type ToRecords } from '../../shared/index.ts'
import { RecordsReader } from './records-reader.ts'
import { RecordsView } from './records-view.tsx'
import '@vscode/codicons/dist/codicon.css'
import './records.css'

mount(<RecordsView reader={new RecordsReader(host<FromRecords, ToRecords>())} />)
