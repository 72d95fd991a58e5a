import { HighlightStyle } from '@codemirror/language'
import { EditorView } from '@codemirror/view'
import { tags } from '@lezer/highlight'

/** Colours of code as VS Code's debugger shows values: webviews do not know those of the editor's tokens. */
export const highlighting = HighlightStyle.define([
  { tag: [tags.keyword, tags.modifier, tags.operatorKeyword, tags.controlKeyword], color: 'var(--code-keyword)' },
  { tag: [tags.string, tags.special(tags.string), tags.regexp], color: 'var(--code-string)' },
  { tag: [tags.number, tags.bool, tags.null], color: 'var(--code-number)' },
  { tag: [tags.typeName, tags.className], color: 'var(--code-type)' },
  { tag: [tags.function(tags.variableName), tags.function(tags.propertyName)], color: 'var(--code-function)' },
  { tag: tags.comment, color: 'var(--vscode-descriptionForeground)', fontStyle: 'italic' },
])

const POPUP = {
  backgroundColor: 'var(--vscode-editorSuggestWidget-background)',
  color: 'var(--vscode-editorSuggestWidget-foreground)',
  border: '1px solid var(--vscode-editorSuggestWidget-border)',
  borderRadius: '3px',
  fontSize: '12px',
}

export const look = EditorView.theme({
  '&': { color: 'var(--vscode-editor-foreground)', backgroundColor: 'transparent', fontSize: '12px' },
  '&.cm-focused': { outline: 'none' },
  '.cm-scroller': { fontFamily: 'var(--vscode-editor-font-family)', lineHeight: '18px', maxHeight: '320px' },
  '.cm-content': { padding: '4px 0', caretColor: 'var(--vscode-editorCursor-foreground, var(--vscode-foreground))' },
  '.cm-line': { padding: '0 8px' },
  '.cm-placeholder': { color: 'var(--vscode-input-placeholderForeground)' },
  '.cm-cursor': { borderLeftColor: 'var(--vscode-editorCursor-foreground, var(--vscode-foreground))' },
  '&.cm-focused .cm-selectionBackground, .cm-selectionBackground': {
    backgroundColor: 'var(--vscode-editor-selectionBackground) !important',
  },
  '.cm-matchingBracket': {
    backgroundColor: 'transparent !important',
    outline: '1px solid var(--vscode-editorBracketMatch-border, var(--vscode-descriptionForeground))',
  },
  '.cm-tooltip': { ...POPUP, zIndex: '30' },
  '.cm-tooltip.cm-tooltip-autocomplete > ul': { fontFamily: 'var(--vscode-editor-font-family)', maxHeight: '220px' },
  '.cm-tooltip-autocomplete ul li[aria-selected]': {
    backgroundColor: 'var(--vscode-editorSuggestWidget-selectedBackground)',
    color: 'var(--vscode-editorSuggestWidget-selectedForeground, inherit)',
    outline: '1px solid var(--vscode-contrastActiveBorder, transparent)',
    outlineOffset: '-1px',
  },
  '.cm-completionMatchedText': {
    textDecoration: 'none',
    color: 'var(--vscode-editorSuggestWidget-highlightForeground)',
  },
  '.cm-tooltip-hover': {
    backgroundColor: 'var(--vscode-editorHoverWidget-background)',
    borderColor: 'var(--vscode-editorHoverWidget-border)',
    color: 'var(--vscode-editorHoverWidget-foreground)',
  },
  '.cm-quick-info': {
    padding: '4px 8px',
    maxWidth: '360px',
    maxHeight: '200px',
    overflow: 'auto',
    whiteSpace: 'pre-wrap',
    fontFamily: 'var(--vscode-editor-font-family)',
  },
  '.cm-diagnostic': { padding: '4px 8px', maxWidth: '360px', whiteSpace: 'pre-wrap' },
  '.cm-diagnostic-error': { borderLeft: '2px solid var(--vscode-editorError-foreground)' },
  '.cm-lintRange-error': {
    backgroundImage: 'none',
    textDecoration: 'underline wavy var(--vscode-editorError-foreground) 1px',
    textUnderlineOffset: '3px',
  },
})
