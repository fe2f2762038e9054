package dev.isotherm.jobs.report.html;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import java.util.Locale;
import java.util.Objects;

/**
 * What all reports share: the head of the page, and the parts of its first sections. A page needs
 * nothing else: no script, no font, no request.
 */
public final class PageFrame {

  /** What the beginning of each report contains. */
  static final String MARK = "<meta name=\"generator\" content=\"isotherm\"";

  private static final String POLICY =
      "default-src 'none'; style-src 'unsafe-inline'; img-src data:; base-uri 'none';"
          + " form-action 'none'";

  private static final String STYLE_SHEET = "report.css";
  private static final int MAX_INPUTS = 20;

  private PageFrame() {}

  /** Begins a page. What follows is written to the main part of its body. */
  public static HtmlWriter open(Appendable out, String title) throws IOException {
    HtmlWriter html = new HtmlWriter(out);
    out.append("<!DOCTYPE html>\n");
    html.open("html", "lang", "en");
    html.open("head").empty("meta", "charset", "utf-8");
    html.empty("meta", "name", "generator", "content", "isotherm");
    html.empty("meta", "http-equiv", "Content-Security-Policy", "content", POLICY);
    html.empty("meta", "name", "viewport", "content", "width=device-width, initial-scale=1");
    html.empty("meta", "name", "referrer", "content", "no-referrer");
    html.empty("link", "rel", "icon", "href", "data:,");
    html.element("title", title);
    html.style(styleSheet()).closeLine();
    return html.open("body").open("main");
  }

  /** Ends a page that {@link #open} began. */
  public static void close(HtmlWriter html, String version) throws IOException {
    html.open("footer").element("p", "Made by " + version + ".").close();
    html.close().close().closeLine();
  }

  private static String styleSheet() throws IOException {
    try (InputStream in =
        Objects.requireNonNull(PageFrame.class.getResourceAsStream(STYLE_SHEET), STYLE_SHEET)) {
      return new String(in.readAllBytes(), UTF_8);
    }
  }

  /** Returns the first input, and how many more there are. */
  public static String shortInput(List<String> inputs) {
    int more = inputs.size() - 1;
    return inputs.get(0) + (more == 0 ? "" : " and " + more + " more");
  }

  /** Writes the names of the inputs as a term of a list. */
  public static void inputs(HtmlWriter html, List<String> inputs) throws IOException {
    html.element("dt", "Input").open("dd");
    for (String input : inputs.subList(0, Math.min(inputs.size(), MAX_INPUTS))) {
      html.open("div").name(input).close();
    }
    if (inputs.size() > MAX_INPUTS) {
      html.element("div", "and " + (inputs.size() - MAX_INPUTS) + " more");
    }
    html.close();
  }

  /** Writes a term of a list. */
  public static void term(HtmlWriter html, String name, String value) throws IOException {
    html.element("dt", name).element("dd", value);
  }

  /**
   * Writes a number as a card.
   *
   * @param stands whether it stands out
   */
  public static void card(HtmlWriter html, long number, String name, boolean stands)
      throws IOException {
    card(html, String.format(Locale.ROOT, "%,d", number), name, stands);
  }

  static void card(HtmlWriter html, String number, String name, boolean stands) throws IOException {
    html.open("p", "class", stands ? "card stands" : "card");
    html.element("b", number).text(" ").element("span", name).close();
  }

  /** Writes equations of counts, each on a line. */
  public static void counts(HtmlWriter html, List<String> equations) throws IOException {
    html.open("p", "class", "counts");
    for (String equation : equations) {
      html.element("span", equation).text(" ");
    }
    html.close();
  }

  /** Writes a section with warnings, if there are any. */
  public static void warnings(HtmlWriter html, List<String> warnings) throws IOException {
    if (warnings.isEmpty()) {
      return;
    }
    html.open("section").element("h2", "Warnings").open("ul");
    for (String warning : warnings) {
      html.element("li", warning);
    }
    html.close().closeLine();
  }
}
