/** One transfer: its devices, what may still be done, its dispute and its certificates. */
import { Button } from '@fluentui/react-components'
import type { ReactNode } from 'react'
import type { TransferView } from 'taxiway-autopilot/admin'
import { OutsideText } from '../../look/outside-text.tsx'
import { Pairs } from '../../look/pairs.tsx'
import { Pane } from '../../look/pane.tsx'
import { Time } from '../../look/time.tsx'
import { texts } from '../../texts/texts.ts'
import { transfers as words } from '../../texts/transfer-texts.ts'
import { TransferActs, TransferDecisions } from './transfer-acts.tsx'
import { TransferCertificates } from './transfer-certificates.tsx'

const { common } = texts

/** Such as `3 × Latitude 7450, 1 × Surface`. */
export function whatOf({ models }: TransferView): string {
  return models.map(({ model, count }) => `${count} × ${model ?? words.unknownModel}`).join(', ')
}

export type TransferPaneProps = { readonly of: TransferView; readonly onClose: () => void }

export function TransferPane({ of, onClose }: TransferPaneProps): ReactNode {
  const isDone = of.state === 'completed' || of.state === 'reversed'
  return (
    <Pane
      title={words.one}
      isDirty={false}
      onClose={onClose}
      footer={<Button onClick={onClose}>{common.close}</Button>}
    >
      <Pairs
        of={[
          [words.columns.state, words.states[of.state]],
          [words.columns.side, words.sides[of.side]],
          [words.columns.what, <OutsideText key="w" text={whatOf(of)} />],
          [words.columns.until, <Time key="t" at={of.expiresDateTime} />],
          [words.message, <OutsideText key="m" text={of.message} empty={common.empty} />],
        ]}
      />
      {of.devices.length > 0 && (
        <ul className="plain">
          {of.devices.map(({ serialNumber, model }) => (
            <li key={serialNumber}>
              <OutsideText text={`${serialNumber} · ${model ?? words.unknownModel}`} />
            </li>
          ))}
        </ul>
      )}
      <TransferActs of={of} onClose={onClose} />
      {of.dispute !== null && (
        <section className="stack">
          <h3>{words.disputeTitle}</h3>
          <Pairs
            of={[
              [words.reason, <OutsideText key="r" text={of.dispute.reason} />],
              [words.answer, <OutsideText key="a" text={of.dispute.answer} empty={common.empty} />],
              ...(of.dispute.decisionReason === null
                ? []
                : [
                    [
                      words.decisionReason,
                      <OutsideText key="d" text={of.dispute.decisionReason} />,
                    ] as const,
                  ]),
            ]}
          />
          <TransferDecisions of={of} onClose={onClose} />
        </section>
      )}
      {isDone && of.side !== 'none' && <TransferCertificates id={of.id} />}
    </Pane>
  )
}
