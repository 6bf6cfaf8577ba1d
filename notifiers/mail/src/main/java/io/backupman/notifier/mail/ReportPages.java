package io.backupman.notifier.mail;

import gg.jte.ContentType;
import gg.jte.TemplateEngine;
import gg.jte.output.StringOutput;

/** Writes a report as text and as HTML from the templates that the build compiled. Thread-safe. */
final class ReportPages {
  private final TemplateEngine html = templates(ContentType.Html);
  private final TemplateEngine text = templates(ContentType.Plain);

  /** A page of HTML; every value in it is escaped for where it stands. */
  String html(ReportView view) {
    return render(html, "html-report.jte", view);
  }

  /** A text with lines as people type them. */
  String text(ReportView view) {
    return render(text, "text-report.jte", view);
  }

  private static String render(TemplateEngine engine, String template, ReportView view) {
    var page = new StringOutput();
    engine.render(template, view, page);
    return page.toString();
  }

  private static TemplateEngine templates(ContentType type) {
    return TemplateEngine.createPrecompiled(
        null, type, ReportPages.class.getClassLoader(), ReportPages.class.getPackageName());
  }
}
