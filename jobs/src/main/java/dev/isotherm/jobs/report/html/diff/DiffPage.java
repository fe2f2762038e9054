package dev.isotherm.jobs.report.html.diff;

import dev.isotherm.jobs.diff.AlertDiff;
import dev.isotherm.jobs.diff.DiffCounts;
import dev.isotherm.jobs.diff.EpisodePair;
import dev.isotherm.jobs.diff.EpisodePair.Difference;
import dev.isotherm.jobs.report.html.HtmlWriter;
import dev.isotherm.jobs.report.html.PageFrame;
import dev.isotherm.model.Accounting;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/**
 * The comparison of two sets of rules as a page. Two comparisons with equal results give pages with
 * equal bytes.
 */
public final class DiffPage {

  private final DiffRun run;
  private final AlertDiff diff;
  private final List<EpisodePair> pairs;

  /**
   * Describes a comparison.
   *
   * @param diff has all transitions
   */
  public DiffPage(DiffRun run, AlertDiff diff) {
    this.run = run;
    this.diff = diff;
    this.pairs = diff.pairs();
  }

  /** Writes the page. */
  public void write(Appendable out) throws IOException {
    String title = "Alerts of two sets of rules";
    HtmlWriter html = PageFrame.open(out, title + ": " + PageFrame.shortInput(run.inputs()));
    html.open("header").element("h1", title).open("dl");
    PageFrame.inputs(html, run.inputs());
    html.element("dt", "Old rules").open("dd").name(run.oldName()).close();
    html.element("dt", "New rules").open("dd").name(run.newName()).close();
    PageFrame.term(html, "Windows", run.windows());
    PageFrame.term(html, "Time zone", run.zone().getId());
    PageFrame.term(html, "Made by", run.version() + ", isotherm rules diff");
    html.close().closeLine();
    writeCounts(html, DiffCounts.of(pairs));
    PageFrame.warnings(html, run.warnings());
    new RuleSection(run, diff, pairs).write(html);
    new DifferenceSection(run.zone(), pairs).write(html);
    new SeriesDiffSection(run.zone(), pairs).write(html);
    PageFrame.close(html, run.version());
  }

  private void writeCounts(HtmlWriter html, DiffCounts alerts) throws IOException {
    Accounting read = run.read();
    long rejected = read.messages() - read.accepted();
    html.open("section").element("h2", "In short").open("div", "class", "cards");
    PageFrame.card(html, read.messages(), "messages", false);
    PageFrame.card(html, rejected, "rejected", rejected > 0);
    PageFrame.card(html, read.readings(), "readings", false);
    PageFrame.card(html, alerts.old(), "old alerts", false);
    PageFrame.card(html, alerts.changed(), "new alerts", false);
    PageFrame.card(html, alerts.same(), "the same", false);
    PageFrame.card(html, alerts.allDifferent(), "differences", alerts.allDifferent() > 0);
    html.close();
    PageFrame.counts(html, equations(read, rejected, alerts));
    html.closeLine();
  }

  private static List<String> equations(Accounting read, long rejected, DiffCounts alerts) {
    List<String> equations = new ArrayList<>();
    equations.add(
        "%d messages = %d accepted + %d rejected"
            .formatted(read.messages(), read.accepted(), rejected));
    if (read.duplicates() > 0 || read.implausible() > 0) {
      equations.add(
          "%d readings = %d evaluated%s%s"
              .formatted(
                  read.readings(),
                  read.readings() - read.duplicates() - read.implausible(),
                  read.implausible() == 0 ? "" : " + " + read.implausible() + " implausible",
                  read.duplicates() == 0 ? "" : " + " + read.duplicates() + " duplicates"));
    }
    equations.add(
        "%d old alerts = %d the same + %d different + %d fewer"
            .formatted(
                alerts.old(), alerts.same(), alerts.different(), alerts.of(Difference.FEWER)));
    equations.add(
        "%d new alerts = %d the same + %d different + %d more"
            .formatted(
                alerts.changed(), alerts.same(), alerts.different(), alerts.of(Difference.MORE)));
    return equations;
  }
}
