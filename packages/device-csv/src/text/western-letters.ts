/**
 * Whether letters outside ASCII stand where words of western languages have them.
 *
 * Eight-bit text does not say in which code page it is, and Czech, Polish, Hungarian, Romanian, Turkish or Baltic words
 * read as Windows-1252 still look like letters: `Pøíbram` for Příbram. But they stand between other letters. The table was
 * made by counting in word lists of sixteen western and nine other languages.
 */

/**
 * By letter: pairs and more of the letter before it and those behind it, with a blank for the edge of a word. What is not
 * here is never so in western words, or far more often in words of another code page. Letters that Windows-1250 has in the
 * same place, such as ä, é and ö, show nothing and are not in the table.
 */
const table: Readonly<Record<string, string>> = {
  à:
    '  bcdfgiklmnpqrstuvxz|acm|b bcdfklmnqrstv|c bcdefglmnoprstuv|d cfgilmnrstv|e cglmnprstz|' +
    'f bcdglmnpqrstuv|g bcdfhilmnprstv|h bfgilmnprstuz|i bcdfglmnpqrstv|j fnrsv|k inrt|' +
    'l bcdfgiklmnpqrstuvxz|m cfgilmnpqrstux|n bcdefghiklmnpqrstuvx|o cfglmnprstu|' +
    'p bcdgilmnpqrstuv|q |r bcdefgilmnpqrstuvx|s bcdefghlmnprstuv|t bcdefglmnpqrstuvx|' +
    'u bdlmnqrstuv|v cdglmnqrst|wt|x bcefglmnpqrstv|y mnqrs|z cmnpr|ç rs',
  ã:
    '  o|a eoz|b eo|ceos|dos|e eo|f eoz|g eos|h eosz|i eosz|j os|ko|l eosz|m emoszí|n eosz|o os|' +
    'p eoz|r eo|s eo|t eosz|u eioz|vemo|x o|yo|zio|ç osz|é ',
  å:
    '  abdefghjklmnoprstv|aklnprst|babdegiklnrstv|d bdefghiklmnprstv|e bdgklmnprst|' +
    'f abdefghiklmnorstv|g abdefghiklmnprstv|h abcdefghijklmnprstv|i klnrst|j abdefghiklmnoprstv|' +
    'k abdefghiklmnprstv|l abdefghijklmnoprstvåöø|m abcdefghijklmnoprstuväåæöø|' +
    'n abdeghijklmnprstv|oknrst|p abdefghiklmnoprstvyöø|r abcdefghijklmnoprstuvzäåæöø|' +
    's abdefghijklmnprstvå|t abcdefghijklmnoprstuvå|u bnprst|v abcdefghiklmnoprstvxäåö|wgl|' +
    'x klnrs|y bknprst|znr|å bknrstå|épr|öknst|ørs',
  æ:
    ' bdfghjklmnopqrstvxðþ|afglnrstvxð|b abeghijklnrstuvð|cacmnrst|dabdefghijklmnrstuvð|ebdgnrstv|' +
    'f bcdfghijklmnorstuvð|g abdefgijklmnrstuvæð|h acdfgiklmnoprstuvð|idflmnrtvxð|j fgjklnrstv|' +
    'k abdefgiklmnoprstuvð|l abdefghijklmnoprstuvð|m abcdefghijklnrstuvð|' +
    'n abdefghijklmnoprstuvxyðúþ|ogmrt|pdefgijklnorstð|r abcdefghijklmnoprstuvzíðú|' +
    's abdefghijklmnoprstuvðþ|t abdefghijklmnprstuvð|udfglnrstvð|v bdefgijklmnprstvð|wehnv|xqr|' +
    'yknrst|znr|álrtð|ånrt|ær|írt|ðfrtvð|óflstvð|ød|ýt|þfgrtð',
  è:
    '  bcdfglmnpqsvx|adlrt|b bcdglmnopqrstz|c bcdfglmnoprstuvz|d bcdfgijlmnoprstuvz|' +
    'f bcdgilmnrstv|gbcdglmnrstuv|h bcdghlmnpqrstvx|ibcdglmnrstvz|jcns|k lnrt|' +
    'l bcdfglmnopqrstuvxz|m bcdefglmnqrstux|n bcdfglmnpqrstuvxz|ocdmprst|p cdglmnopqrstuxz|' +
    'r bcdfgijlmnopqrstuvxz|s bcfglmnopqrstuvx|t bcdfglmnopqrstuvx|u bcdglmnqrstxz|v bcdgilmnorst|' +
    'wl|x dlmnqrst|y bdmnrst|z bfhlnrt|ïst|ücn',
  ê:
    ' ahimnrtux|a in|b bcjlmnrstv|c imnrstu|d imnrsuvx|emnrs|f lmnrtv|g imnruz|h bilmnstv|i mnrsu|' +
    'j lnsu|kbrs|l befhikmnprstuvw|m dilmnrs|n fmnprstuv|olmnrsu|p cilmnorstu|r acfiklmnprstuvy|' +
    's beglmnsuvx|t dimnrstuvx|u imnpstu|v acdlmnpqrst|w klrv|x mns|yn|z mntuvz',
  ì: ' mo|b |c |d |f |l a|m |n a|p |r no|s |t o|v o|xn',
  ï:
    ' a|a abcdefghklmnopqrstuvwz|e abcdefglmnorstxz|iefnst|lt|na|o abcdegklmnoqrstuvxzèé|' +
    'u abcdefgjlmnrstux|ynt|za',
  ð:
    '  |a abdfghijklmnoprsuváæøúþ|e abdfghjlmnrstuváöþ|f abirsu|g abdefgilmnprsuvó|' +
    'i abdefghijlmnoprstuvyáæíóöøúþ|lru|mr|o abdfghiklmnopstuváæó|pu|' +
    'r abdefghijklmnoprstuvyáæíóúýþ|u abdfghijklmnprstuváæóþ|vaiu|y abdefghijklmnoprstuváæíøú|' +
    'á abdefghijklmnoprstuvóøþ|æ aeghilnrsuó|é ainrsu|í abdefghijklmnorstuváöþ|' +
    'ó abdefghiklmnoprstuvyáæóöøúþ|ö aiklmnrsuv|ø abfghiklmnprstuvæ|ú abefghiklmnrsuváæóú|' +
    'ý fghiknrsuv',
  ñ:
    '  aeiouá|a aeiouáéíó|ca|da|eaeiouáíó|ga|i aeghiouáéó|lg|oadeiouáéíó|raio|si|to|uaeijouáéíóú|' +
    'yi|zo|áae|éaeu|íaio|óaeo|úaei|üe',
  ò:
    '  bcdfghlmnprstvx|ahnrstx|b bcefglmnprstvx|c bcdfglmnprstvx|d bcdfglmnpqrstvxz|ebcdfglmnprst|' +
    'f bcdfglmnprstvx|g bcdfglmnprstv|hbdlmnrstv|i bcdfglmnprstx|j fglnq|klprs|l bcdefglmnpqrstvx|' +
    'm bcdefgilmnpqrst|n bcdefglmnprstuvxz|ocfglmnpst|p cdfgilmnpqrstxz|r bcdefgiklmnpqrstvx|' +
    's bcdefglmnprstv|t bcdefglmnpqrstvxz|u dmnrs|v cdfklmnrstx|wl|x acdfglmnprst|yv|' +
    'zcdefglmnpstx|ç n',
  õ:
    ' bdeghiklmnprtuõ|be|ce|deg|ee|fe|ge|hbdeiklnrtõ|ie|jeghiklmnrsuõ|kbdghiklmnprstuvõ|' +
    'labdeghikmnoprtuvõš|mdehijklmnrstõ|nbdegijklmoprtuvõ|oe|pdeghiklmnrstuõ|rbeghikmnpsuvõ|' +
    'sbdegijklmnprstuõ|tbdehiklmnoprstuv|vbdehilmnprstõ|xe|ze|çe|õ bdgklmnprstv',
  ø:
    '  abdfghijklmnrstvyzð|agklnrvyð|b abcdfghijklmnrstuvyð|clnr|d bdefgijklmnprstuvy|' +
    'e defgjklnrsvxy|f bdefgijklnrstvyð|g bdegjklnrstvyð|h abdefghijklmnprstvy|i cdejklnprsty|' +
    'j abcdefghijklmnoprstuvyzåðø|k abdefghjklmnoprstvyð|l abcdefghijklmnoprstuvwyð|' +
    'm abdefghjklnorstvyð|n abdefghijklmnoprstuvyå|o djknrsvy|p bghjklmnrstvy|' +
    'r abcdefghijklmnoprstuvyåæð|s abdefghijklmnoprstuvyðø|t abdfghjklmnoprstvyð|uegklnrsvy|' +
    'v bdgjklmnprstvyð|whil|x bde|y eknrst|znst|álr|å ejvy|ík|ðklnr|ók|ødkry|ýl',
  ù: ' in|a |b |c o|d |es|f |g |hbino|i |k |l |m |n |o |r |s |t |z ',
  ý:
    '  adfgijklmtv|a ltí|b abcfgijklorstuvæð|d cdfghijlmnprstvz|f cklrsz|g gmstvð|' +
    'h abcdegjklmnprstvð|j t|k abcdfghijklmnprstuváó|l abcdefghijorstvz|m abcdfgijklmrstv|' +
    'n abcdefghijklmorstuvyáíðöøú|o |p cgjrtð|r abcdefghijkmnoprstvzáð|s abcgklnprst|' +
    't abcdfgikmnprstvz|ult|v bcdfhjklmnprstuvyz|w l|x r|y |zbgv|ás|ðð|þ dfsðó',
  þ:
    '  aefgijortuvyáæéíóöúý|aeijorvyáæóöú|bi|djoruyæó|eíý|faeijruvyéíóöý|gaeijorvyæóúý|ijoráæíóö|' +
    'kejoruyáæóöý|laeijoruvyáæéóöý|m aeijoruyáæóöúý|naeijoruyáæéóöúý|oj|peijoruv|raeijoruvyáæéóöú|' +
    's aeijoruyáæéóöý|teijoruvyéóúý|ueijoryáæéóöúý|xæ|yjmró|áaejoryéö|æeó|éiú|íaeijryæéö|' +
    'ðeijoruyáæóú|óaeijoruvyæéö|örú|úeú|ýuví',
  œ: '  cdiknrsux|blu|clntu|du|ft|hbdnu|is|kn|limv|mru|ncu|os|pc|rmsu|su|tch|vu|xd|éd',
  ÿ: 'a |rk',
  û: 'bct|d m|en|ft|hs|kkt|lmt|mnr|njmt|o lpt|qr|relm|srt|tpt|wn|yp|zn',
}

const places = new Map(
  Object.entries(table).map(([letter, text]) => [
    letter,
    new Map(text.split('|').map((each) => [each.charAt(0), each.slice(1)])),
  ]),
)

export function isWestern(text: string): boolean {
  const letters = text.toLowerCase()
  for (let at = 0; at < letters.length; at++) {
    const around = letters.charCodeAt(at) < 0x80 ? undefined : places.get(letters.charAt(at))
    if (around === undefined) continue
    const behind = around.get(edgeOr(letters.charAt(at - 1)))
    if (behind === undefined || !behind.includes(edgeOr(letters.charAt(at + 1)))) return false
  }
  return true
}

const edgeOr = (letter: string): string => (/\p{L}/u.test(letter) ? letter : ' ')
