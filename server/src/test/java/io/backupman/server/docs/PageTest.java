package io.backupman.server.docs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import org.junit.jupiter.api.Test;

class PageTest {

  @Test
  void headingsHaveTheAnchorsThatGitHubGivesThem() {
    var page =
        Page.of(
            """
            # The HTTP API
            ## `GET`, `HEAD /api/backups/{driveFileId}/download`
            ### `database`: where Backupman keeps its own records
            ### Who's [told](x.md#y), and *how*?
            ## snake_case - and Ümläute
            ## Every day
            ## Every day
            ```sh
            # no heading
            ```
            <a id="by-hand"></a>
            """);

    assertThat(page.anchors())
        .containsExactly(
            "the-http-api",
            "get-head-apibackupsdrivefileiddownload",
            "database-where-backupman-keeps-its-own-records",
            "whos-told-and-how",
            "snake_case---and-ümläute",
            "every-day",
            "every-day-1",
            "by-hand");
  }

  @Test
  void linksAndImagesOfAllKindsAreFoundButThoseInCodeAreNot() {
    var page =
        Page.of(
            """
            [one](a.md#b "Title") [`two`](../c.md) ![three](d.png) `[no](e.md)` [web](https://example.com)
            <img src="f.png"> <source srcset="g.png"> [four][ref] [five](#here)

            [ref]: h.md
            ```
            [no](i.md)
            ```
            """);

    assertThat(page.links())
        .containsExactlyInAnyOrder("a.md#b", "../c.md", "d.png", "f.png", "g.png", "h.md", "#here");
  }

  @Test
  void blocksSayWhatTheyAre() {
    var page =
        Page.of(
            """
            <!-- sh runnable
            echo hidden
            -->
            ```sh runnable
            echo shown
            ```
            ````text output
            ```
            ````
            """);

    assertThat(page.blocks())
        .extracting(Block::line, Block::language, b -> b.is("runnable"), Block::text)
        .containsExactly(
            tuple(1, "sh", true, "echo hidden\n"),
            tuple(4, "sh", true, "echo shown\n"),
            tuple(7, "text", false, "```\n"));
  }
}
