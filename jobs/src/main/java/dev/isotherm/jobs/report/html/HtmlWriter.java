package dev.isotherm.jobs.report.html;

import java.io.IOException;
import java.util.ArrayDeque;
import java.util.Deque;
import org.jspecify.annotations.Nullable;

/**
 * Writes HTML that is well-formed XML, too. All text and all attribute values are escaped.
 *
 * <p>Characters that are invisible or change the direction of text (control characters, bidi marks,
 * lone surrogates) are written as {@code \\uXXXX}, so that a name from outside cannot disguise
 * itself. XML has no form for most of them.
 */
public final class HtmlWriter {

  private final Appendable out;
  private final Deque<String> open = new ArrayDeque<>();

  HtmlWriter(Appendable out) {
    this.out = out;
  }

  /** Opens an element; attributes are names and values in turn. */
  public HtmlWriter open(String tag, String... attributes) throws IOException {
    writeTag(tag, attributes);
    out.append('>');
    open.push(tag);
    return this;
  }

  /** Closes the element that was opened last. */
  public HtmlWriter close() throws IOException {
    out.append("</").append(open.pop()).append('>');
    return this;
  }

  /** Closes the element that was opened last, and ends the line. */
  public HtmlWriter closeLine() throws IOException {
    close();
    out.append('\n');
    return this;
  }

  /** Writes an element without content. */
  public HtmlWriter empty(String tag, String... attributes) throws IOException {
    writeTag(tag, attributes);
    out.append("/>");
    return this;
  }

  /** Writes an element that contains text only. */
  public HtmlWriter element(String tag, String text, String... attributes) throws IOException {
    return open(tag, attributes).text(text).close();
  }

  /** Writes a name from outside, whose direction does not affect the text around it. */
  public HtmlWriter name(String name) throws IOException {
    return element("bdi", name);
  }

  /** Writes text. */
  public HtmlWriter text(String text) throws IOException {
    out.append(escaped(text));
    return this;
  }

  /** Writes a trusted style sheet as the content of an element, where escapes have no meaning. */
  HtmlWriter style(String css) throws IOException {
    if (css.indexOf('<') >= 0 || css.indexOf('&') >= 0) {
      throw new IllegalArgumentException("a style sheet must not contain < or &");
    }
    out.append("<style>").append(css).append("</style>\n");
    return this;
  }

  private void writeTag(String tag, String... attributes) throws IOException {
    out.append('<').append(tag);
    for (int i = 0; i < attributes.length; i += 2) {
      out.append(' ').append(attributes[i]).append("=\"");
      out.append(escaped(attributes[i + 1])).append('"');
    }
  }

  /** Returns text that means itself, in elements and in quoted attribute values. */
  static String escaped(String text) {
    StringBuilder safe = null;
    int codePoint;
    for (int i = 0; i < text.length(); i += Character.charCount(codePoint)) {
      codePoint = text.codePointAt(i);
      String escape = escape(codePoint);
      if (escape != null && safe == null) {
        safe = new StringBuilder(text.length() + 16).append(text, 0, i);
      }
      if (safe != null) {
        if (escape == null) {
          safe.appendCodePoint(codePoint);
        } else {
          safe.append(escape);
        }
      }
    }
    return safe == null ? text : safe.toString();
  }

  private static @Nullable String escape(int codePoint) {
    return switch (codePoint) {
      case '&' -> "&amp;";
      case '<' -> "&lt;";
      case '>' -> "&gt;";
      case '"' -> "&quot;";
      case '\'' -> "&#39;";
      default -> isDeceptive(codePoint) ? String.format("\\u%04X", codePoint) : null;
    };
  }

  private static boolean isDeceptive(int codePoint) {
    if (Character.isISOControl(codePoint) || (codePoint & 0xFFFE) == 0xFFFE) {
      return true;
    }
    return switch (Character.getType(codePoint)) {
      case Character.SURROGATE, Character.LINE_SEPARATOR, Character.PARAGRAPH_SEPARATOR -> true;
      // Joiners are part of words in some scripts, and of emoji.
      case Character.FORMAT -> codePoint != 0x200C && codePoint != 0x200D;
      default -> false;
    };
  }
}
