package io.backupman.core.mask;

import java.util.LinkedHashMap;
import java.util.Map;

/** Names that HTML has for characters: those of markup, and those of ISO 8859-1 (HTML 4.01, 24). */
final class HtmlEntities {
  private static final int FIRST_OF_LATIN = 0xA0;
  private static final String LATIN =
      """
      nbsp iexcl cent pound curren yen brvbar sect uml copy ordf laquo not shy reg macr
      deg plusmn sup2 sup3 acute micro para middot cedil sup1 ordm raquo frac14 frac12 frac34 iquest
      Agrave Aacute Acirc Atilde Auml Aring AElig Ccedil Egrave Eacute Ecirc Euml Igrave Iacute Icirc Iuml
      ETH Ntilde Ograve Oacute Ocirc Otilde Ouml times Oslash Ugrave Uacute Ucirc Uuml Yacute THORN szlig
      agrave aacute acirc atilde auml aring aelig ccedil egrave eacute ecirc euml igrave iacute icirc iuml
      eth ntilde ograve oacute ocirc otilde ouml divide oslash ugrave uacute ucirc uuml yacute thorn yuml
      """;

  /** The code points by their names. */
  static final Map<String, Integer> NAMES = names();

  /** How many characters the longest name has. */
  static final int LONGEST = NAMES.keySet().stream().mapToInt(String::length).max().orElseThrow();

  private HtmlEntities() {}

  private static Map<String, Integer> names() {
    var names = new LinkedHashMap<String, Integer>();
    names.putAll(Map.of("amp", (int) '&', "lt", (int) '<', "gt", (int) '>', "quot", (int) '"'));
    names.putAll(Map.of("apos", (int) '\'', "euro", (int) '€'));
    int codePoint = FIRST_OF_LATIN;
    for (var name : LATIN.strip().split("\\s+", -1)) {
      names.put(name, codePoint++);
    }
    return names;
  }
}
