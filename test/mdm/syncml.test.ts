/** SyncML as Windows writes it is read, a session keeps its order, and what no device sends is refused. */
import { describe, expect, test } from 'vitest'
import type { Task } from '../../src/core/management/task.ts'
import { hear, isInOrder } from '../../src/surfaces/mdm/session/conversation.ts'
import type { Conversation } from '../../src/surfaces/mdm/session/conversation-state.ts'
import { readSyncMl } from '../../src/surfaces/mdm/session/read-syncml.ts'
import { replyTo } from '../../src/surfaces/mdm/session/reply.ts'
import { writeSyncMl } from '../../src/surfaces/mdm/session/write-syncml.ts'
import { holdMessageLaws } from './message-laws.ts'

const hash = 'T0E'.padEnd(4_000, 'A')

/** Package 1 of a session, as in Microsoft's documentation of the protocol and in recorded sessions. */
function packageOne({ sessionId = '2A', messageId = '1', body = '', final = '<Final/>' } = {}) {
  return (
    `<?xml version="1.0" encoding="utf-8"?><SyncML xmlns="SYNCML:SYNCML1.2"><SyncHdr><VerDTD>1.2</VerDTD><VerProto>DM/1.2</VerProto>` +
    `<SessionID>${sessionId}</SessionID><MsgID>${messageId}</MsgID><Target><LocURI>https://mdm.example/omadm</LocURI></Target>` +
    `<Source><LocURI>DEVICE1</LocURI></Source></SyncHdr><SyncBody xmlns:msft="http://schemas.microsoft.com/MobileDevice/MDM">` +
    `${body}${final}</SyncBody></SyncML>`
  )
}

const opening =
  `<Alert><CmdID>2</CmdID><Data>1201</Data></Alert>` +
  `<Alert><CmdID>3</CmdID><Data>1224</Data><Item><Meta><Type xmlns="syncml:metinf">com.microsoft/MDM/LoginStatus</Type></Meta><Data>none</Data></Item></Alert>` +
  // Microsoft's own sample spells the namespace this way.
  `<Alert><CmdID>4</CmdID><Data>1224</Data><Item><Meta><Type xmlns="syncml:metinfo">com.microsoft/MDM/BootstrapSync</Type></Meta><Data>device</Data></Item></Alert>` +
  `<Replace><CmdID>5</CmdID><Item><Source><LocURI>./DevInfo/DevId</LocURI></Source><Data>DEVICE1</Data></Item>` +
  `<Item><Source><LocURI>./DevInfo/Man</LocURI></Source><Data>LENOVO</Data></Item></Replace>`

const question: Task = {
  id: 'a',
  purpose: 'hardware-data',
  steps: [{ verb: 'get', node: './DevDetail/Ext/DeviceHardwareData' }],
}

/** Hears a message and answers with tasks, as the server does. */
function turn(known: Conversation | undefined, text: string, tasks: readonly Task[] = []) {
  const message = readSyncMl(text)
  expect(isInOrder(known, message)).toBe(true)
  const heard = hear(known, message)
  return { heard, ...replyTo(message, heard, heard.isPartial ? [] : tasks) }
}

const statuses = ({ message }: ReturnType<typeof turn>) =>
  message.commands
    .filter(({ name }) => name === 'Status')
    .map(({ cmd, cmdRef, data }) => `${cmd} ${cmdRef ?? '-'} ${data}`)

const result = (inside: string, status = '200') =>
  `<Status><CmdID>1</CmdID><MsgRef>1</MsgRef><CmdRef>6</CmdRef><Cmd>Get</Cmd><Data>${status}</Data></Status>` +
  `<Results><CmdID>2</CmdID><MsgRef>1</MsgRef><CmdRef>6</CmdRef><Item><Source><LocURI>./DevDetail/Ext/DeviceHardwareData</LocURI></Source>${inside}</Item></Results>`

test('package 1 of Windows is answered item by item, and what is asked has ids that do not repeat', () => {
  const first = turn(undefined, packageOne({ body: opening }), [question])
  expect(statuses(first)).toEqual([
    'SyncHdr 0 212',
    'Alert 2 200',
    'Alert 3 200',
    'Alert 4 200',
    'Replace 5 200',
  ])
  expect(first.heard.notices).toEqual([
    { type: 'com.microsoft/MDM/LoginStatus', data: 'none' },
    { type: 'com.microsoft/MDM/BootstrapSync', data: 'device' },
  ])
  expect(first.message).toMatchObject({
    sessionId: '2A',
    messageId: 1,
    target: 'DEVICE1',
    source: 'https://mdm.example/omadm',
  })
  const ids = first.message.commands.map(({ cmdId }) => cmdId)
  expect(new Set(ids).size).toBe(ids.length)
  expect(writeSyncMl(first.message)).toContain(
    '<Get><CmdID>6</CmdID><Item><Target><LocURI>./DevDetail/Ext/DeviceHardwareData</LocURI></Target></Item></Get>',
  )
  const second = turn(
    first.conversation,
    packageOne({
      messageId: '2',
      body: result(`<Meta><Format xmlns="syncml:metinf">chr</Format></Meta><Data>${hash}</Data>`),
    }),
  )
  expect(second.heard.finished).toMatchObject([{ results: [{ status: 200, value: hash }] }])
  expect(second.conversation.isOver).toBe(true)
})

describe('objects in pieces', () => {
  const asked = () => turn(undefined, packageOne({ body: opening }), [question])
  const piece = (text: string, more: boolean, size = '') =>
    result(`${size}<Data>${text}</Data>${more ? '<MoreData/>' : ''}`)

  test('are put together over messages', () => {
    const size = '<Meta><Size xmlns="syncml:metinf">4000</Size></Meta>'
    const one = turn(
      asked().conversation,
      packageOne({ messageId: '2', body: piece(hash.slice(0, 2_500), true, size) }),
      [question],
    )
    expect(statuses(one)).toEqual(['SyncHdr 0 200', 'Results 2 213'])
    expect(one.message.commands.at(-1)).toMatchObject({ name: 'Alert', data: '1222' })
    const two = turn(
      one.conversation,
      packageOne({ messageId: '3', body: piece(hash.slice(2_500), false) }),
    )
    expect(two.heard.finished).toMatchObject([{ results: [{ status: 200, value: hash }] }])
  })

  test.each([
    {
      why: 'another size than was said',
      size: '<Meta><Size>5000</Size></Meta>',
      next: piece('B', false),
      code: '424',
    },
    {
      why: 'an alert that the end is missing',
      size: '',
      next: '<Alert><CmdID>9</CmdID><Data>1225</Data></Alert>',
      code: '200',
    },
    {
      why: 'something else comes',
      size: '',
      next: '<Alert><CmdID>9</CmdID><Data>1224</Data></Alert>',
      code: '200',
    },
  ])('are dropped: $why', ({ size, next, code }) => {
    const one = turn(
      asked().conversation,
      packageOne({ messageId: '2', body: piece('A', true, size) }),
    )
    const two = turn(one.conversation, packageOne({ messageId: '3', body: next }))
    expect(statuses(two).at(-1)).toContain(code)
    expect(two.heard.conversation.piecemeal).toBeNull()
    const values = two.heard.finished.flatMap(({ results }) => results.map(({ value }) => value))
    expect(values).not.toContain('AB')
  })

  test('end where they grow without end', () => {
    let { conversation } = asked()
    let last: ReturnType<typeof turn> | undefined
    for (let messageId = 2; messageId <= 6; messageId++) {
      last = turn(
        conversation,
        packageOne({ messageId: String(messageId), body: piece('A'.repeat(20_000), true) }),
      )
      conversation = last.conversation
      if (statuses(last).at(-1)?.endsWith('424')) break
    }
    expect(last && statuses(last).at(-1)).toBe('Results 2 424')
  })
})

test('a session has its order, ten messages, and ends for another', () => {
  const first = turn(undefined, packageOne({ body: opening }), [question])
  const next = (messageId: string, sessionId = '2A') =>
    readSyncMl(packageOne({ messageId, sessionId }))
  for (const wrong of ['0', '1', '3', '4', '999'])
    expect(isInOrder(first.conversation, next(wrong))).toBe(false)
  for (const wrong of ['0', '2', '10']) expect(isInOrder(undefined, next(wrong))).toBe(false)
  expect(isInOrder(first.conversation, next('2', '2B'))).toBe(false)
  expect(isInOrder(first.conversation, next('1', '2B'))).toBe(true)
  let { conversation } = first
  for (let messageId = 2; messageId <= 10; messageId++)
    ({ conversation } = turn(conversation, packageOne({ messageId: String(messageId) }), [
      question,
    ]))
  expect(conversation.isOver).toBe(true)
  expect(isInOrder(conversation, next('11'))).toBe(false)
  const other = turn(conversation, packageOne({ sessionId: '2B' }))
  expect(other.conversation).toMatchObject({ sessionId: '2B', received: 1, sent: 1 })
})

test('aborted, nothing more is asked; unfinished, the rest is asked for', () => {
  const first = turn(undefined, packageOne({ body: opening }), [question])
  const aborted = '<Alert><CmdID>9</CmdID><Data>1223</Data></Alert>'
  expect(
    turn(first.conversation, packageOne({ messageId: '2', body: aborted })).conversation.isOver,
  ).toBe(true)
  const partial = turn(first.conversation, packageOne({ messageId: '2', final: '' }), [question])
  expect(partial.heard.isPartial).toBe(true)
  expect(partial.message.commands.at(-1)).toMatchObject({ name: 'Alert', data: '1222' })
})

test('what devices have no business to send is not supported, and an Atomic knows its rules', () => {
  const body =
    '<Get><CmdID>2</CmdID><Item><Target><LocURI>./Vendor</LocURI></Target></Item></Get>' +
    '<Exec><CmdID>3</CmdID></Exec><Alert><Data>1201</Data></Alert>' +
    '<Atomic><CmdID>4</CmdID><Replace><CmdID>5</CmdID></Replace><Get><CmdID>6</CmdID></Get></Atomic>' +
    '<Atomic><CmdID>7</CmdID><Atomic><CmdID>8</CmdID></Atomic></Atomic>' +
    '<Atomic><CmdID>9</CmdID><Add><CmdID>10</CmdID></Add></Atomic>' +
    '<Results><CmdID>11</CmdID><MsgRef>1</MsgRef><CmdRef>77</CmdRef><Item><Source><LocURI>./x</LocURI></Source><Data>1</Data></Item></Results>'
  expect(statuses(turn(undefined, packageOne({ body })))).toEqual([
    'SyncHdr 0 212',
    'Get 2 406',
    'Exec 3 406',
    'Alert - 400',
    'Atomic 4 507',
    'Replace 5 215',
    'Get 6 500',
    'Atomic 7 507',
    'Atomic 8 500',
    'Atomic 9 406',
    'Add 10 215',
    'Results 11 404',
  ])
})

test.each([
  ['no SyncML', '<a/>'],
  ['nothing', ''],
  ['SOAP', '<s:Envelope xmlns:s="x"><s:Body/></s:Envelope>'],
  ['two headers', packageOne().replace('<SyncBody', '<SyncHdr/><SyncBody')],
  ['another version', packageOne().replace('DM/1.2', 'DM/1.1')],
  ['no message id', packageOne({ messageId: '' })],
  ['a message id in words', packageOne({ messageId: 'one' })],
  ['no session', packageOne({ sessionId: '' })],
  ['nobody', packageOne().replace('DEVICE1', '')],
  ['a document type', `<!DOCTYPE a [<!ENTITY x "y">]>${packageOne()}`],
  ['an entity', packageOne({ body: '<Alert><Data>&x;</Data></Alert>' })],
  ['an instruction', packageOne({ body: '<?php x?>' })],
  ['deep nesting', packageOne({ body: '<a>'.repeat(100_000) + '</a>'.repeat(100_000) })],
  ['nested commands', packageOne({ body: '<Atomic>'.repeat(9) + '</Atomic>'.repeat(9) })],
  ['very many commands', packageOne({ body: '<Alert><CmdID>1</CmdID></Alert>'.repeat(500) })],
  [
    'very many items',
    packageOne({ body: `<Replace><CmdID>1</CmdID>${'<Item/>'.repeat(500)}</Replace>` }),
  ],
  ['a text of 1 MiB', packageOne({ body: `<Alert><Data>${'x'.repeat(1_048_576)}</Data></Alert>` })],
])('%s is refused', (_, text) => {
  expect(() => readSyncMl(text)).toThrow()
})

test('whatever is made of a message, it is answered or refused, and nothing else happens', () => {
  for (let n = 0; n < 100; n++) holdMessageLaws(`syncml/${n}`)
})
