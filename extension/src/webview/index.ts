export { webviewHtml } from './webview-html.ts'
