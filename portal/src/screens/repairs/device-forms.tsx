/** The device leaves, comes back, and is registered again. */
import { Button, Checkbox, Field, Radio, RadioGroup, Textarea } from '@fluentui/react-components'
import { type DragEvent, type ReactNode, useState } from 'react'
import {
  isRepairScenario,
  permitsSameBoard,
  type RepairBoardAnswer,
  type RepairScenario,
  repairScenarioKeys,
  repairScenarios,
  repairSteps,
} from 'taxiway-autopilot'
import type { RepairReregistration } from 'taxiway-autopilot/admin'
import { decodeHardwareHash } from 'taxiway-hardware-hash'
import { notifyError } from '../../act/notify.tsx'
import { ChooseFile } from '../../look/choose-file.tsx'
import { repairs as words } from '../../texts/repair-texts.ts'
import { hashIn } from '../bench/hash-in.ts'
import type { FormProps } from './form-props.ts'

export function ParkForm({ send }: FormProps): ReactNode {
  const [key, setKey] = useState('general')
  const scenario = isRepairScenario(key) ? repairScenarios[key] : repairScenarios.general
  return (
    <div className="stack">
      <Field label={words.scenario}>
        <RadioGroup value={key} onChange={(_, { value }) => setKey(value)}>
          {repairScenarioKeys.map((each) => (
            <Radio key={each} value={each} label={repairScenarios[each].title} />
          ))}
        </RadioGroup>
      </Field>
      <Steps of={scenario} />
      <p className="quiet">{words.parkedText}</p>
      <div>
        <Button appearance="primary" onClick={() => void send('release-device', { scenario: key })}>
          {words.park}
        </Button>
      </div>
    </div>
  )
}

function Steps({ of: { supported, steps, note, source } }: { of: RepairScenario }): ReactNode {
  return (
    <>
      {supported === 'no' && (
        <p className="bar warning" role="status">
          {words.unsupported}
        </p>
      )}
      {note !== undefined && <p>{note}</p>}
      {steps.length > 0 && (
        <ol aria-label={words.steps}>
          {steps.map((step) => (
            <li key={step}>{repairSteps[step]}</li>
          ))}
        </ol>
      )}
      <p className="quiet small">{`${words.source}: ${source}`}</p>
    </>
  )
}

export function ReturnedForm({ send }: FormProps): ReactNode {
  const [text, setText] = useState('')
  const [isOver, setIsOver] = useState(false)
  const hash = hashIn(text)
  const isHash = hash !== '' && decodeHardwareHash(hash).ok

  async function take(file: File | undefined): Promise<void> {
    if (file === undefined) return
    const read = hashIn(await file.text())
    if (decodeHardwareHash(read).ok) setText(read)
    else notifyError(new Error(words.noHash))
  }

  function drop(event: DragEvent): void {
    event.preventDefault()
    setIsOver(false)
    void take(event.dataTransfer.files[0])
  }

  return (
    <section
      className={`drop small-drop${isOver ? ' over' : ''}`}
      aria-label={words.drop}
      onDragOver={(event) => {
        event.preventDefault()
        setIsOver(true)
      }}
      onDragLeave={() => setIsOver(false)}
      onDrop={drop}
    >
      <Field label={words.drop} hint={words.dropHint}>
        <Textarea
          value={text}
          rows={3}
          spellCheck={false}
          className="mono"
          onChange={(_, { value }) => setText(value)}
        />
      </Field>
      <div className="row wrap centre">
        <ChooseFile label={words.chooseFile} onFile={(file) => void take(file)} />
        <Button
          appearance="primary"
          disabled={!isHash}
          onClick={() => void send('returned', { hardwareHash: hash })}
        >
          {words.compare}
        </Button>
      </div>
    </section>
  )
}

export function ReregisterForm({ of, send }: FormProps): ReactNode {
  const [keepBoard, setKeepBoard] = useState(false)
  const [confirm, setConfirm] = useState<RepairBoardAnswer>()
  const [reason, setReason] = useState('')
  const verdict = of.verdict?.kind
  if (verdict === undefined || verdict === 'noBiosTool' || verdict === 'donorBound') return null
  const isSame = verdict === 'sameDevice' || confirm === 'sameBoard'
  const isUnclear = verdict === 'ambiguous' && confirm === undefined
  const why = reason.trim()
  const body: RepairReregistration = { confirm, keepBoard, ...(why !== '' && { reason: why }) }
  return (
    <div className="stack">
      {verdict === 'ambiguous' && <BoardAnswer of={of} answer={confirm} onAnswer={setConfirm} />}
      {confirm === 'sameBoard' && (
        <Field label={words.sameBoardReason} required>
          <Textarea value={reason} rows={2} onChange={(_, { value }) => setReason(value)} />
        </Field>
      )}
      {!isSame && (
        <Checkbox
          label={words.keepBoard}
          checked={keepBoard}
          onChange={(_, { checked }) => setKeepBoard(checked === true)}
        />
      )}
      <div>
        <Button
          appearance="primary"
          disabled={isUnclear || (confirm === 'sameBoard' && why === '')}
          onClick={() => void send('reregister', body)}
        >
          {isSame ? words.resume : words.again}
        </Button>
      </div>
    </div>
  )
}

type BoardAnswerProps = Pick<FormProps, 'of'> & {
  readonly answer: RepairBoardAnswer | undefined
  readonly onAnswer: (answer: RepairBoardAnswer) => void
}

function BoardAnswer({ of: { scenario }, answer, onAnswer }: BoardAnswerProps): ReactNode {
  const isBarred = scenario !== null && !permitsSameBoard(scenario)
  return (
    <Field label={words.confirmAmbiguous} {...(isBarred && { hint: words.sameBoardBarred })}>
      <RadioGroup
        value={answer ?? ''}
        onChange={(_, { value }) => onAnswer(value === 'sameBoard' ? value : 'anotherBoard')}
      >
        <Radio value="anotherBoard" label={words.anotherBoard} />
        <Radio value="sameBoard" label={words.sameBoard} disabled={isBarred} />
      </RadioGroup>
    </Field>
  )
}
