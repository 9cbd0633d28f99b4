/** What is read of XML, what is refused before any parser sees it, and that everything written is read back. */
import fc from 'fast-check'
import { child, children, readXml, textAt } from 'taxiway-device/xml/read'
import { UnreadableXml } from 'taxiway-device/xml/scan'
import { element, writeXml } from 'taxiway-device/xml/write'
import { expect, test } from 'vitest'

function codeOf(text: string): string {
  try {
    readXml(text)
    return 'read'
  } catch (error) {
    if (error instanceof UnreadableXml) return error.code
    throw error
  }
}

test('elements keep their order and their text, whatever their prefixes', () => {
  const root = readXml(
    `\ufeff<?xml version="1.0" encoding="utf-8"?>\n<!-- <!DOCTYPE x> --><s:Body xmlns:s="urn:s" s:Name="a &amp; b">
      <x:Item xmlns:x="x">1 &lt; 2 &#x41;&#66;</x:Item><Data><![CDATA[<!DOCTYPE &amp;]]> .</Data><Item>007</Item></s:Body>`,
  )
  expect(root.name).toBe('Body')
  expect([...root.attributes]).toEqual([['Name', 'a & b']])
  expect(root.children.map(({ name }) => name)).toEqual(['Item', 'Data', 'Item'])
  expect(children(root, 'Item').map(({ text }) => text)).toEqual(['1 < 2 AB', '007'])
  expect(textAt(root, 'Data')).toBe('<!DOCTYPE &amp; .')
  // Which of two is meant is not guessed.
  expect(child(root, 'Item')).toBeUndefined()
})

test.each([
  ['a document type', '<!DOCTYPE a><a/>', 'document-type'],
  ['one in small letters', '<!doctype a><a/>', 'document-type'],
  [
    'an entity bomb',
    `<!DOCTYPE a [<!ENTITY x "${'y'.repeat(999)}">]><a>&x;&x;</a>`,
    'document-type',
  ],
  ['an external entity', '<!DOCTYPE a SYSTEM "file:///etc/passwd"><a/>', 'document-type'],
  ['a document type inside', '<a><!DOCTYPE b></a>', 'document-type'],
  ['a document type in an attribute', '<a b="<!DOCTYPE c"/>', 'not-xml'],
  ['an entity of nobody', '<a>&x;</a>', 'not-xml'],
  ['an entity in an attribute', '<a b="&x;"/>', 'not-xml'],
  ['a stylesheet', '<?xml-stylesheet href="x"?><a/>', 'processing-instruction'],
  ['an instruction inside', '<a><?php 1 ?></a>', 'processing-instruction'],
  [
    'a second declaration',
    '<?xml version="1.0"?><?xml version="1.0"?><a/>',
    'processing-instruction',
  ],
  ['many levels', '<a>'.repeat(9_000) + '</a>'.repeat(9_000), 'too-deep'],
  ['many levels without an end', '<a>'.repeat(20_000), 'too-deep'],
  ['levels with prefixes', '<x:a xmlns:x="x">'.repeat(40) + '</x:a>'.repeat(40), 'too-deep'],
  ['100,000 levels', '<a>'.repeat(100_000) + '</a>'.repeat(100_000), 'too-long'],
  ['much text', `<a>${'x'.repeat(1_048_576)}</a>`, 'too-long'],
  ['many siblings', `<a>${'<b/>'.repeat(5_000)}</a>`, 'too-many'],
  ['many attributes', `<a ${'b="" '.repeat(5_000)}/>`, 'too-many'],
  [
    'many namespaces',
    `<a ${Array.from({ length: 99 }, (_, i) => `xmlns:n${i}="n"`).join(' ')}/>`,
    'too-many',
  ],
  ['an attribute without an end', `<a b="${'<'.repeat(30_000)}`, 'not-xml'],
  ['two roots', '<a/><b/>', 'not-xml'],
  ['tags that cross', '<a><b></a></b>', 'not-xml'],
  ['half a tag', '<a', 'not-xml'],
  ['a comment without an end', '<a/><!-- ', 'not-xml'],
  ['no tag', 'hello', 'not-xml'],
  ['nothing', '', 'not-xml'],
  ['a zero byte', '<a>\0</a>', 'not-xml'],
  ['a zero by number', '<a>&#0;</a>', 'not-xml'],
  ['half a surrogate by number', '<a>&#xd800;</a>', 'not-xml'],
  ['a number past all characters', '<a>&#9999999;</a>', 'not-xml'],
  ['UTF-16 read as if it were not', Buffer.from('<a/>', 'utf16le').toString('latin1'), 'not-xml'],
  ['a name that would change a prototype', '<a><__proto__><x>1</x></__proto__></a>', 'not-xml'],
])('%s is refused', (_, text, code) => {
  expect(codeOf(text)).toBe(code)
})

test('names of objects’ own members mean nothing', () => {
  const root = readXml('<a><toString>1</toString><hasOwnProperty>2</hasOwnProperty></a>')
  expect(root.children.map(({ text }) => text)).toEqual(['1', '2'])
  expect(root.attributes.size).toBe(0)
})

test('whatever is written is read back', () => {
  const text = fc.string({ unit: 'binary', maxLength: 40 })
  fc.assert(
    fc.property(text, text, (first, second) => {
      const written = writeXml(element('s:a', { b: first }, element('c', {}, second), second))
      const clean = (given: string) => given.replace(/[^\t\n\r\u0020-\ufffd]/g, '')
      const root = readXml(written)
      expect(root.attributes.get('b')).toBe(clean(first))
      expect(textAt(root, 'c')).toBe(clean(second).trim())
    }),
  )
})

test('any text is read or refused, and nothing else happens', () => {
  const piece = fc.constantFrom(
    '<a>',
    '</a>',
    '<b x="',
    '"',
    '/>',
    '<!--',
    '-->',
    '<![CDATA[',
    ']]>',
    '<?xml ',
    '?>',
    '&#',
    ';',
    '<!',
    '__proto__',
    ' ',
  )
  fc.assert(
    fc.property(fc.array(fc.oneof(piece, fc.string()), { maxLength: 30 }), (parts) => {
      expect(codeOf(parts.join(''))).toMatch(/^[a-z-]+$/)
    }),
  )
})
