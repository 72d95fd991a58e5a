import { autocompletion, closeBrackets, closeBracketsKeymap, completionKeymap } from '@codemirror/autocomplete'
import { defaultKeymap, history, historyKeymap } from '@codemirror/commands'
import { javascriptLanguage, typescriptLanguage } from '@codemirror/lang-javascript'
import { bracketMatching, indentOnInput, indentUnit, syntaxHighlighting } from '@codemirror/language'
import { linter } from '@codemirror/lint'
import { Annotation, Compartment, EditorState, StateEffect } from '@codemirror/state'
import { drawSelection, EditorView, keymap, placeholder, tooltips } from '@codemirror/view'
import { isUndo } from '../fields/field-keys.ts'
import { type AskTypes, completions, problems, quickInfo } from './ask-types.ts'
import { highlighting, look } from './theme.ts'

export interface CodeEditorOptions {
  readonly text: string
  readonly labelledBy: string
  readonly describedBy: string
  readonly readOnly: boolean
  readonly ask: AskTypes
  readonly changed: (text: string) => void
  readonly apply: () => void
  readonly giveUp: () => void
  /** Whether undo is the field's. */
  readonly isDraft: () => boolean
  readonly left: () => void
}

/** The text in it comes from outside, and is no draft. */
const fromOutside = Annotation.define<true>()

/** The job has changed around the text. */
const checkNow = StateEffect.define<null>()

/** An editor for one argument. This module and CodeMirror with it are loaded when the first one is shown. */
export class CodeEditor {
  readonly view: EditorView
  private readonly readOnly = new Compartment()

  constructor(parent: HTMLElement, options: CodeEditorOptions) {
    const { text, labelledBy, describedBy, readOnly, ask, changed, apply, giveUp, isDraft, left } = options
    const command = (run: () => void) => () => {
      run()
      return true
    }
    this.view = new EditorView({
      parent,
      state: EditorState.create({
        doc: text,
        extensions: [
          EditorView.cspNonce.of(document.querySelector<HTMLScriptElement>('script[nonce]')?.nonce ?? ''),
          this.readOnly.of(EditorState.readOnly.of(readOnly)),
          placeholder('not set'),
          history(),
          drawSelection(),
          indentUnit.of('  '),
          indentOnInput(),
          bracketMatching(),
          closeBrackets(),
          typescriptLanguage,
          javascriptLanguage.data.of({ closeBrackets: { brackets: ['(', '[', '{', "'", '"', '`'] } }),
          syntaxHighlighting(highlighting),
          look,
          EditorView.lineWrapping,
          // Not cut off by the panel.
          tooltips({ position: 'fixed', parent: document.body }),
          autocompletion({ override: [completions(ask)], icons: true }),
          linter(problems(ask), {
            delay: 300,
            needsRefresh: ({ transactions }) =>
              transactions.some(({ effects }) => effects.some((effect) => effect.is(checkNow))),
          }),
          quickInfo(ask),
          keymap.of([
            ...completionKeymap,
            { key: 'Mod-Enter', run: command(apply) },
            { key: 'Escape', run: command(giveUp) },
            ...closeBracketsKeymap,
            ...historyKeymap,
            ...defaultKeymap.filter(({ key }) => key !== 'Escape'),
          ]),
          EditorView.contentAttributes.of({ 'aria-labelledby': labelledBy, 'aria-describedby': describedBy }),
          EditorView.updateListener.of((update) => {
            if (!update.docChanged || update.transactions.some((made) => made.annotation(fromOutside))) return
            changed(update.state.doc.toString())
          }),
          EditorView.domEventHandlers({
            blur: () => void left(),
            keydown: (event) => {
              if (event.key === 'Escape' || (isUndo(event) && isDraft())) event.stopPropagation()
              return false
            },
          }),
        ],
      }),
    })
  }

  get text(): string {
    return this.view.state.doc.toString()
  }

  /** The text below has changed. */
  show(text: string): void {
    if (text === this.text) return
    this.view.dispatch({
      changes: { from: 0, to: this.view.state.doc.length, insert: text },
      annotations: fromOutside.of(true),
    })
  }

  setReadOnly(readOnly: boolean): void {
    this.view.dispatch({ effects: this.readOnly.reconfigure(EditorState.readOnly.of(readOnly)) })
  }

  /** The job has changed around the text: what is wrong with it may be something else. */
  checkAgain(): void {
    this.view.dispatch({ effects: checkNow.of(null) })
  }

  destroy(): void {
    this.view.destroy()
  }
}
