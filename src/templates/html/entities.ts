/** Names of U+00A0 to U+00FF in order. */
const LATIN =
  'nbsp iexcl cent pound curren yen brvbar sect uml copy ordf laquo not shy reg macr deg plusmn ' +
  'sup2 sup3 acute micro para middot cedil sup1 ordm raquo frac14 frac12 frac34 iquest Agrave ' +
  'Aacute Acirc Atilde Auml Aring AElig Ccedil Egrave Eacute Ecirc Euml Igrave Iacute Icirc Iuml ' +
  'ETH Ntilde Ograve Oacute Ocirc Otilde Ouml times Oslash Ugrave Uacute Ucirc Uuml Yacute THORN ' +
  'szlig agrave aacute acirc atilde auml aring aelig ccedil egrave eacute ecirc euml igrave ' +
  'iacute icirc iuml eth ntilde ograve oacute ocirc otilde ouml divide oslash ugrave uacute ' +
  'ucirc uuml yacute thorn yuml';

/** Other names that real pages use, each followed by its character. */
const OTHERS =
  'amp & lt < gt > quot " apos \' OElig Œ oelig œ Scaron Š scaron š Yuml Ÿ fnof ƒ circ ˆ tilde ˜ ' +
  'Alpha Α Beta Β Gamma Γ Delta Δ Epsilon Ε Zeta Ζ Eta Η Theta Θ Iota Ι Kappa Κ Lambda Λ Mu Μ ' +
  'Nu Ν Xi Ξ Omicron Ο Pi Π Rho Ρ Sigma Σ Tau Τ Upsilon Υ Phi Φ Chi Χ Psi Ψ Omega Ω alpha α ' +
  'beta β gamma γ delta δ epsilon ε zeta ζ eta η theta θ iota ι kappa κ lambda λ mu μ nu ν xi ξ ' +
  'omicron ο pi π rho ρ sigmaf ς sigma σ tau τ upsilon υ phi φ chi χ psi ψ omega ω ndash – ' +
  'mdash — lsquo ‘ rsquo ’ sbquo ‚ ldquo “ rdquo ” bdquo „ dagger † Dagger ‡ bull • hellip … ' +
  'permil ‰ prime ′ Prime ″ lsaquo ‹ rsaquo › euro € trade ™ larr ← uarr ↑ rarr → darr ↓ harr ↔ ' +
  'forall ∀ part ∂ exist ∃ empty ∅ nabla ∇ isin ∈ notin ∉ ni ∋ prod ∏ sum ∑ minus − lowast ∗ ' +
  'radic √ prop ∝ infin ∞ ang ∠ and ∧ or ∨ cap ∩ cup ∪ int ∫ there4 ∴ sim ∼ cong ≅ asymp ≈ ne ≠ ' +
  'equiv ≡ le ≤ ge ≥ sub ⊂ sup ⊃ nsub ⊄ sube ⊆ supe ⊇ oplus ⊕ otimes ⊗ perp ⊥ sdot ⋅ loz ◊ ' +
  'spades ♠ clubs ♣ hearts ♥ diams ♦';

const CHARACTERS: ReadonlyMap<string, string> = new Map([
  ...LATIN.split(' ').map((name, index) => [name, String.fromCharCode(160 + index)] as const),
  ...pairs(OTHERS.split(' ')),
]);

/** Names that HTML reads without their semicolon too. */
const WITHOUT_SEMICOLON = new Set([...LATIN.split(' '), 'amp', 'lt', 'gt', 'quot']);

const REFERENCE = /&(?:#(\d{1,7})|#[xX]([\da-fA-F]{1,6})|([A-Za-z][A-Za-z\d]{1,31}))(;?)/g;

/** Puts characters for `&amp;`, `&#38;` and `&#x26;`; names it does not know stay. */
export function unescapeHtml(text: string): string {
  if (!text.includes('&')) return text;
  return text.replace(
    REFERENCE,
    (all, decimal?: string, hex?: string, name?: string, end?: string) => {
      if (name === undefined)
        return characterOf(Number.parseInt(decimal ?? hex!, hex === undefined ? 10 : 16));
      if (end === ';' && CHARACTERS.has(name)) return CHARACTERS.get(name)!;
      return namedPrefix(all, name) ?? all;
    },
  );
}

function characterOf(code: number): string {
  const isImpossible = code === 0 || code > 0x10ffff || (code >= 0xd800 && code <= 0xdfff);
  return isImpossible ? '\ufffd' : String.fromCodePoint(code);
}

/** `&copyright` reads as © followed by "right". */
function namedPrefix(all: string, name: string): string | undefined {
  for (let length = name.length; length > 1; length--) {
    const prefix = name.slice(0, length);
    if (WITHOUT_SEMICOLON.has(prefix)) return CHARACTERS.get(prefix)! + all.slice(1 + length);
  }
  return undefined;
}

function* pairs(words: readonly string[]): Generator<[string, string]> {
  for (let index = 0; index < words.length; index += 2) yield [words[index]!, words[index + 1]!];
}
