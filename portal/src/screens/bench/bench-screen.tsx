/** One hash, or two: what they hold byte by byte, read in this browser alone. */
import { Button, Checkbox, Field, Textarea } from '@fluentui/react-components'
import { type ReactNode, useMemo, useState } from 'react'
import { checkHardwareHash, type DecodedHash, decodeHardwareHash } from 'taxiway-hardware-hash'
import { notify } from '../../act/notify.tsx'
import { copyText } from '../../look/clipboard.ts'
import { OutsideText } from '../../look/outside-text.tsx'
import { Page } from '../../look/page.tsx'
import { texts } from '../../texts/texts.ts'
import { ByteMap } from './byte-map.tsx'
import { Compared } from './compared.tsx'
import { hashIn } from './hash-in.ts'
import { RecordTable } from './record-table.tsx'

const { bench } = texts

export function BenchScreen(): ReactNode {
  const [first, setFirst] = useState('')
  const [second, setSecond] = useState('')
  const [compares, setCompares] = useState(false)
  const [active, setActive] = useState<number>()
  const a = useMemo(() => decoded(first), [first])
  const b = useMemo(() => decoded(second), [second])
  return (
    <Page title={bench.title} aside={<span className="quiet">{bench.private}</span>}>
      <Field label={bench.first}>
        <Textarea
          value={first}
          onChange={(_, { value }) => setFirst(value)}
          spellCheck={false}
          rows={4}
          className="mono"
        />
      </Field>
      <Checkbox
        label={bench.compare}
        checked={compares}
        onChange={(_, { checked }) => setCompares(checked === true)}
      />
      {compares && (
        <Field label={bench.second}>
          <Textarea
            value={second}
            onChange={(_, { value }) => setSecond(value)}
            spellCheck={false}
            rows={4}
            className="mono"
          />
        </Field>
      )}
      {a === undefined && <p className="quiet">{bench.empty}</p>}
      {a !== undefined && !a.ok && <Fault of={a} />}
      {compares && b !== undefined && !b.ok && <Fault of={b} />}
      {compares && a?.ok && b?.ok && <Compared a={a} b={b} />}
      {a?.ok && <Single hash={a} active={active} onActive={setActive} />}
    </Page>
  )
}

function decoded(text: string) {
  const hash = hashIn(text)
  return hash === '' ? undefined : decodeHardwareHash(hash)
}

function Fault({ of }: { of: { readonly fault: string; readonly offset: number } }): ReactNode {
  return (
    <p className="bar danger" role="alert">
      {bench.notHash(of.fault, of.offset)}
    </p>
  )
}

type SingleProps = {
  readonly hash: DecodedHash
  readonly active: number | undefined
  readonly onActive: (offset: number | undefined) => void
}

function Single({ hash, active, onActive }: SingleProps): ReactNode {
  const findings = useMemo(() => checkHardwareHash(hash), [hash])
  async function copy(): Promise<void> {
    await copyText(JSON.stringify(hash, undefined, 2))
    notify({ text: bench.jsonCopied })
  }
  return (
    <>
      <div className="row wrap">
        <span className="grow">{hash.digestValid ? bench.digestValid : bench.digestInvalid}</span>
        <Button size="small" onClick={() => void copy()}>
          {bench.copyJson}
        </Button>
      </div>
      <section className="card">
        <h2>{bench.findings}</h2>
        {findings.length === 0 && <p className="quiet">{bench.noFindings}</p>}
        <ul className="plain">
          {findings.map(({ code, message, severity }) => (
            <li
              key={code + message}
              className={severity === 'warning' ? 'bar warning' : 'bar danger'}
            >
              <OutsideText text={message} />
            </li>
          ))}
        </ul>
      </section>
      <div className="bench">
        <ByteMap hash={hash} active={active} onActive={onActive} />
        <RecordTable hash={hash} active={active} onActive={onActive} />
      </div>
    </>
  )
}
