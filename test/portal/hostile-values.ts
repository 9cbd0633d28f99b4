/** Values that somebody might write into a serial number, a tag or a name, to make a page do what it should not. */

const marks = [
  '<script>taxiwayRan()</script>',
  '<img src=x onerror=taxiwayRan()>',
  '<svg onload=taxiwayRan()>',
  '<iframe srcdoc="<script>parent.taxiwayRan()</script>">',
  '<a href="javascript:taxiwayRan()">x</a>',
  '<style>*{display:none}</style>',
  '<base href="//evil.test/">',
  '<meta http-equiv=refresh content="0;url=//evil.test">',
  'javascript:taxiwayRan()',
  'data:text/html,<script>taxiwayRan()</script>',
  '//evil.test/x',
  '{{constructor.constructor("taxiwayRan()")()}}',
  '\u0024{taxiwayRan()}',
  '#{taxiwayRan()}',
  '<%= taxiwayRan() %>',
  '__proto__',
  'constructor',
  'toString',
  '=HYPERLINK("https://evil.test")',
  '+cmd|calc!A0',
  '-2+3',
  '@SUM(1)',
  '\u202egpj.exe',
  '\u2066left\u2069',
  '\u200b\u200b',
  '\ufeffbom',
  'e\u0301\u0301\u0301\u0301\u0301\u0301',
  '👩‍👩‍👧‍👦 🏳️‍🌈',
  'مرحبا بالعالم',
  'שלום',
  '../../../etc/passwd',
  '?a=b&c=d#e',
  '%00%0d%0aSet-Cookie:x=y',
  '%3Cscript%3E',
  '&lt;b&gt;&#x27;',
  '"><b x="',
  "' or '1'='1",
  '\\',
  'NaN',
  'null',
]

/** Around each mark, what would break out of the places it may be put in. */
const around = [
  (mark: string) => mark,
  (mark: string) => `">${mark}<"`,
  (mark: string) => `'>${mark}`,
  (mark: string) => `</title></textarea></script>${mark}`,
  (mark: string) => `${mark} ${'W'.repeat(120)}`,
]

/** Each different from every other. */
export const hostileValues: readonly string[] = around.flatMap((put) => marks.map(put))
