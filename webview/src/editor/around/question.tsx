import { useEffect, useRef } from 'react'
import { carryOut } from '../actions/removing.ts'
import { focusOn } from '../actions/viewing.ts'
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

function Ask({ question }: { readonly question: Asked }) {
  const { title, errors } = question
  const button = useRef<HTMLButtonElement>(null)
  useEffect(() => button.current?.focus(), [])
  const close = () => {
    useEditor.setState({ question: undefined })
    focusOn(undefined)
  }
  const go = () => {
    close()
    void carryOut(question)
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
        else if (event.key === 'Delete' || event.key === 'Backspace') go()
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
        <button ref={button} type="button" onClick={go}>
          Delete
        </button>
        <button type="button" className="secondary" onClick={close}>
          Keep
        </button>
      </div>
    </div>
  )
}
