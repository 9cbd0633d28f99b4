/** What is wrong with a file, line by line. */
import type { ReactNode } from 'react'
import type { Finding } from 'taxiway-device-csv'
import { OutsideText } from '../../look/outside-text.tsx'
import { Status, type Tone } from '../../look/status.tsx'
import { texts } from '../../texts/texts.ts'
import type { FindingGroup } from './worker-messages.ts'

const { importing } = texts

const tones: Readonly<Record<string, Tone>> = { error: 'bad', warning: 'warn', info: 'idle' }

function Fix({ of: { code, fix } }: { of: Finding }): ReactNode {
  const text = importing.fixes[code] ?? fix
  return text === null ? null : <div className="quiet small">{text}</div>
}

export function Findings({ groups }: { groups: readonly FindingGroup[] }): ReactNode {
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls is scrolled by the keyboard too.
    <section className="scroll findings" aria-label={importing.findings} tabIndex={0}>
      <table className="table stacked">
        <caption className="hidden-text">{importing.findings}</caption>
        <tbody>
          {groups.flatMap((group) => [
            ...group.first.map((finding, i) => (
              // biome-ignore lint/suspicious/noArrayIndexKey: several findings may be the same word for word.
              <tr key={`${group.code} ${i}`}>
                <td>{importing.line(finding.line)}</td>
                <td>
                  <Status tone={tones[finding.severity] ?? 'idle'}>{finding.severity}</Status>
                </td>
                <td>
                  <OutsideText text={finding.message} />
                  <Fix of={finding} />
                </td>
                <td className="mono quiet">{finding.code}</td>
              </tr>
            )),
            ...(group.count > group.first.length
              ? [
                  <tr key={`${group.code} more`}>
                    <td colSpan={4} className="quiet">
                      {importing.more(group.count - group.first.length)}
                    </td>
                  </tr>,
                ]
              : []),
          ])}
        </tbody>
      </table>
    </section>
  )
}
