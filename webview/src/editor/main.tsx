import { mount } from '../page/index.ts'
import { type FromDiagram, host, type ToDiagram } from '../shared/index.ts'
import { Editor } from './editor.tsx'
import { openAtFirst } from './inspector/inspector.tsx'
import { HostClient } from './state/host-client.ts'
import { rememberWith } from './state/remembered.ts'
import { connect } from './state/session.ts'
import 'reactflow/dist/style.css'
import '@vscode/codicons/dist/codicon.css'
import './editor.css'

const code = host<FromDiagram, ToDiagram>()
rememberWith(code)
openAtFirst()
connect(new HostClient(code))
mount(<Editor />)
