import { useEffect, useRef } from 'react'
import { focusOn } from '../actions/viewing.ts'
import { edit } from '../state/session.ts'
import { type Question as Asked, useEditor } from '../state/store.ts'
import { NewErrors } from './new-errors.tsx'
import './question.css'

/** Below the canvas: what a deletion would break, before it is done. Enter, or Delete once more, goes on. */
export function Question() {
  const question = useEditor((state) => state.question)
  const version = useEditor(({ diagram }) => diagram?.version)
  // What was asked is of a text that has changed since.
  const over = question !== undefined && question.version !== version
  useEffect(() => {
    if (over) useEditor.setState({ question: undefined })
  }, [over])
  return question && !over ? <Ask question={question} /> : null
}

function Ask({ question: { title, errors, command, version } }: { readonly question: Asked }) {
  const go = useRef<HTMLButtonElement>(null)
  useEffect(() => go.current?.focus(), [])
  const close = () => {
    useEditor.setState({ question: undefined })
    focusOn(undefined)
  }
  const carryOut = () => {
    close()
    void edit(command, undefined, version)
  }
  return (
    <div
      className="question"
      role="alertdialog"
      aria-label={title}
      aria-describedby="question-errors"
      tabIndex={-1}
      onKeyDown={(event) => {
        if (event.key === 'Escape') close()
        else if (event.key === 'Delete' || event.key === 'Backspace') carryOut()
        else return
        event.preventDefault()
        event.stopPropagation()
      }}
    >
      <h2>{title}</h2>
      <div id="question-errors">
        <NewErrors errors={errors} />
      </div>
      <div className="buttons">
        <button ref={go} type="button" onClick={carryOut}>
          Delete
        </button>
        <button type="button" className="secondary" onClick={close}>
          Keep
        </button>
      </div>
    </div>
  )
}
