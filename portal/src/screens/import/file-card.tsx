/** One file: what it is, what is wrong with it, and what was put right. */
import { Button } from '@fluentui/react-components'
import { Dismiss20Regular } from '@fluentui/react-icons'
import type { ReactNode } from 'react'
import { Link } from 'wouter'
import { OutsideText, visible } from '../../look/outside-text.tsx'
import { Status } from '../../look/status.tsx'
import { texts } from '../../texts/texts.ts'
import { CodePageField } from './code-page-field.tsx'
import { Findings } from './findings.tsx'
import type { Ask, CheckedFile, FindingGroup } from './worker-messages.ts'

const { importing } = texts

export function FileCard({
  file,
  onAsk,
  onServer,
}: {
  file: CheckedFile
  onAsk: (ask: Ask) => void
  /** Sends the file to the server to have it read. */
  onServer: (id: string) => void
}): ReactNode {
  const { id, name, kind, groups, changes } = file
  const repairable = groups.reduce((sum, group) => sum + (group.repairable ? group.count : 0), 0)
  return (
    <section className="card stack" aria-label={visible(name)}>
      <div className="row wrap">
        <strong className="file-name" title={visible(name)}>
          <OutsideText text={name} />
        </strong>
        {file.fault === undefined && (
          <span className="quiet">
            {importing.kinds[kind] ?? kind}, {importing.facts(file.encoding, file.rows)}
          </span>
        )}
        <Counts groups={groups} />
        <span className="grow" />
        {changes.length === 0 && repairable > 0 && (
          <Button size="small" appearance="primary" onClick={() => onAsk({ kind: 'fix', id })}>
            {importing.fixAll(repairable)}
          </Button>
        )}
        <Button
          size="small"
          appearance="subtle"
          icon={<Dismiss20Regular />}
          aria-label={importing.remove(visible(name))}
          onClick={() => onAsk({ kind: 'remove', id })}
        />
      </div>
      <Place file={file} onServer={onServer} />
      <CodePageField file={file} onAsk={onAsk} />
      <Doubts file={file} onAsk={onAsk} />
      {file.notes.map((note) => (
        <p key={note} className="bar warning">
          <OutsideText text={note} />
        </p>
      ))}
      {changes.length > 0 && (
        <div className="bar info">
          <div className="grow">
            <details>
              <summary>{importing.fixed(changes.length)}</summary>
              <ul className="plain small" aria-label={importing.changes}>
                {changes.slice(0, 200).map((change, i) => (
                  // biome-ignore lint/suspicious/noArrayIndexKey: the list never changes its order.
                  <li key={i}>
                    {importing.line(change.line)}: <OutsideText text={change.message} />
                  </li>
                ))}
              </ul>
            </details>
            {file.unrepaired > 0 && <div>{importing.unrepaired(file.unrepaired)}</div>}
          </div>
          <Button size="small" onClick={() => onAsk({ kind: 'unfix', id })}>
            {importing.undoFix}
          </Button>
          <Button size="small" onClick={() => onAsk({ kind: 'repaired', id })}>
            {importing.downloadRepaired}
          </Button>
        </div>
      )}
      {groups.length > 0 && <Findings groups={groups} />}
    </section>
  )
}

function Counts({ groups }: { groups: readonly FindingGroup[] }): ReactNode {
  const count = (severity: string) =>
    groups.reduce((sum, group) => sum + (group.severity === severity ? group.count : 0), 0)
  const [errors, warnings] = [count('error'), count('warning')]
  return (
    <>
      {errors > 0 && <Status tone="bad">{importing.errors(errors)}</Status>}
      {warnings > 0 && <Status tone="warn">{importing.warnings(warnings)}</Status>}
      {errors + warnings === 0 && <Status tone="good">{importing.clean}</Status>}
    </>
  )
}

/** What the server may do with a file that the browser does not read. */
function ServerOffer({ text, onAccept }: { text: string; onAccept: () => void }): ReactNode {
  return (
    <div className="bar info">
      <span className="grow">{text}</span>
      <Button size="small" onClick={onAccept}>
        {importing.sendToServer}
      </Button>
    </div>
  )
}

/** Where a file belongs that registers no devices. */
function Place({
  file: { id, kind, fault, mayHoldDevices },
  onServer,
}: {
  file: CheckedFile
  onServer: (id: string) => void
}): ReactNode {
  if (mayHoldDevices)
    return <ServerOffer text={importing.mayHoldDevices} onAccept={() => onServer(id)} />
  if (fault === 'needs-server')
    return <ServerOffer text={importing.needsServer} onAccept={() => onServer(id)} />
  if (fault === 'too-big') return <p className="bar warning">{importing.zipTooBig}</p>
  if (kind === 'portal-export') return <p className="bar warning">{importing.noHashes}</p>
  if (kind === 'unknown') return <p className="bar warning">{importing.unknown}</p>
  if (kind === 'corporate-identifiers' || kind === 'devicelink') {
    const isIdentifiers = kind === 'corporate-identifiers'
    return (
      <p className="bar warning">
        <span className="grow">{importing.otherKind(importing.kinds[kind] ?? kind)}</span>
        <Link className="link" href={isIdentifiers ? '/identifiers' : '/associations'}>
          {isIdentifiers ? importing.openIdentifiers : importing.openAssociations}
        </Link>
      </p>
    )
  }
  return null
}

/** What may get lost on the way, and whether that is all right. */
function Doubts({
  file: { id, doubts, isAccepted },
  onAsk,
}: {
  file: CheckedFile
  onAsk: (ask: Ask) => void
}): ReactNode {
  if (doubts.length === 0) return null
  return (
    <div className={isAccepted ? 'bar info' : 'bar warning'}>
      <div className="grow">
        {isAccepted ? importing.accepted : importing.doubtful}
        <ul className="plain small">
          {doubts.map(({ code, column, message }) => (
            <li key={`${code} ${column}`}>
              <OutsideText text={message} />
            </li>
          ))}
        </ul>
      </div>
      <Button size="small" onClick={() => onAsk({ kind: isAccepted ? 'unaccept' : 'accept', id })}>
        {isAccepted ? importing.unaccept : importing.accept}
      </Button>
    </div>
  )
}
