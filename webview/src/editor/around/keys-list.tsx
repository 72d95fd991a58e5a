import { useEffect, useRef } from 'react'
import { gestures } from '../actions/gestures.ts'
import { setOpen, useEditor } from '../state/store.ts'
import { IconButton } from './icon-button.tsx'
import './keys-list.css'

/** All gestures and keys, as README has them. */
export function KeysList() {
  const open = useEditor((state) => state.open.keys)
  return open ? <KeysDialog /> : null
}

function KeysDialog() {
  const dialog = useRef<HTMLDialogElement>(null)
  useEffect(() => {
    dialog.current?.showModal()
  }, [])
  const close = () => setOpen({ keys: false })
  const groups = [...new Set(gestures.map(({ group }) => group))]
  return (
    <dialog
      className="keys"
      ref={dialog}
      aria-labelledby="keys-title"
      onClose={close}
      onClick={(event) => {
        // Outside of the list, which fills the dialog.
        if (event.target === dialog.current) close()
      }}
      onKeyDown={(event) => event.stopPropagation()}
    >
      <div className="content">
        <header>
          <h2 id="keys-title">Gestures and keys</h2>
          <IconButton icon="close" label="Close" keys="Escape" onClick={close} />
        </header>
        {groups.map((group) => (
          <section key={group}>
            <h3>{group}</h3>
            <dl>
              {gestures
                .filter((entry) => entry.group === group)
                .map(({ id, hands, does }) => (
                  <div key={id}>
                    <dt>{hands}</dt>
                    <dd>{does}</dd>
                  </div>
                ))}
            </dl>
          </section>
        ))}
      </div>
    </dialog>
  )
}
