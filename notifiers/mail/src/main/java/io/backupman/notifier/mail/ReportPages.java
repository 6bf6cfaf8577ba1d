package io.backupman.notifier.mail;

import gg.jte.html.OwaspHtmlTemplateOutput;
import gg.jte.output.StringOutput;

/**
 * Writes a report as text and as HTML. The build made a class of each template; they are called as
 * such, so that no class loader is asked for them at run time.
 */
@SuppressWarnings("NullAway") // jte's generated classes take null for "no interceptor"
final class ReportPages {

  private ReportPages() {}

  /** A page of HTML; every value in it is escaped for where it stands. */
  static String html(ReportView view) {
    var page = new StringOutput();
    JtehtmlreportGenerated.render(new OwaspHtmlTemplateOutput(page), null, view);
    return page.toString();
  }

  /** A text with lines as people type them. */
  static String text(ReportView view) {
    var page = new StringOutput();
    JtetextreportGenerated.render(page, null, view);
    return page.toString();
  }
}
