import { compactNumber, percentText } from '../../../shared/index.ts'
import { useEditor } from '../../state/store.ts'
import './live.css'

/** Along the lower edge of a box: how its instances spend their time, and whether it is what the job failed in. */
export function LiveBar({ node }: { readonly node: string }) {
  const live = useEditor(({ live }) => live?.nodes[node])
  const failure = useEditor(({ live }) => (live?.failure?.node === node ? live.failure : undefined))
  if (!live && !failure) return null
  return (
    <>
      {live ? (
        <span
          className="live-bar"
          role="img"
          aria-label={`${compactNumber(live.records)} records, busy ${percentText(live.busy)}, back-pressured ${percentText(live.backPressured)}`}
          title={`${live.records.toLocaleString('en')} records, ${compactNumber(live.perSecond)} a second\nbusy ${percentText(live.busy)}, back-pressured ${percentText(live.backPressured)}`}
        >
          <span className="busy" style={{ width: `${live.busy * 100}%` }} />
          <span className="back-pressured" style={{ width: `${live.backPressured * 100}%` }} />
        </span>
      ) : null}
      {failure ? (
        <span
          className="failed-here codicon codicon-error"
          role="img"
          aria-label={`failed: ${failure.message}`}
          title={failure.record === undefined ? failure.message : `${failure.message}\nrecord: ${failure.record}`}
        />
      ) : null}
    </>
  )
}
