package io.backupman.core.drive.google;

import com.google.api.services.drive.Drive;
import com.google.api.services.drive.model.File;
import com.google.api.services.drive.model.FileList;
import io.backupman.core.drive.GoogleDriveSettings;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * Finds folders and files by their names. Names are not unique in Google Drive: two servers may
 * have made the same folder at once, so all of that name are looked in, the oldest first.
 */
final class GoogleFolders {
  /** What has to be known of a copy. */
  static final String FILE_FIELDS = "id,name,size,sha256Checksum,md5Checksum";

  private static final String FOLDER_TYPE = "application/vnd.google-apps.folder";
  private static final String ROOT = "root";
  private static final int PAGE = 100;

  private final Drive api;
  private final GoogleCalls calls;

  GoogleFolders(Drive api, GoogleCalls calls) {
    this.api = api;
    this.calls = calls;
  }

  /** The folders of a path, the oldest first; none if there is none. */
  List<String> find(String folder) throws InterruptedException {
    var found = List.of(ROOT);
    for (var name : GoogleDriveSettings.names(folder)) {
      found = found.isEmpty() ? found : inside(found, name);
    }
    return found;
  }

  /** The folders of a path, the oldest first; made if there is none. */
  List<String> findOrMake(String folder) throws InterruptedException {
    var found = List.of(ROOT);
    for (var name : GoogleDriveSettings.names(folder)) {
      var inside = inside(found, name);
      found = inside.isEmpty() ? List.of(make(found.getFirst(), name)) : inside;
    }
    return found;
  }

  private List<String> inside(List<String> parents, String name) throws InterruptedException {
    return list("looking for the folder \"" + name + "\"", name, parents, "= '" + FOLDER_TYPE + "'")
        .stream()
        .map(File::getId)
        .toList();
  }

  private String make(String parent, String name) throws InterruptedException {
    var folder = new File().setName(name).setMimeType(FOLDER_TYPE).setParents(List.of(parent));
    return calls.patiently(
        "making the folder \"" + name + "\"",
        () ->
            api.files()
                .create(folder)
                .setDisableGZipContent(true)
                .setFields("id")
                .execute()
                .getId());
  }

  /** The files of a name in any of these folders, the oldest first. */
  List<File> files(List<String> folders, String name) throws InterruptedException {
    if (folders.isEmpty()) {
      return List.of();
    }
    return list("looking for " + name, name, folders, "!= '" + FOLDER_TYPE + "'");
  }

  private List<File> list(String doing, String name, List<String> parents, String type)
      throws InterruptedException {
    var all = new ArrayList<File>();
    var request =
        calls.once(
            doing,
            () ->
                api.files()
                    .list()
                    .setQ(where(parents, name) + " and mimeType " + type)
                    .setOrderBy("createdTime")
                    .setPageSize(PAGE)
                    .setFields("nextPageToken,files(" + FILE_FIELDS + ")"));
    FileList page;
    do {
      page = calls.patiently(doing, request::execute);
      all.addAll(Optional.ofNullable(page.getFiles()).orElse(List.of()));
      request.setPageToken(page.getNextPageToken());
    } while (page.getNextPageToken() != null);
    // To Google's "=", capitals are the same as small letters.
    all.removeIf(file -> !name.equals(file.getName()));
    return all;
  }

  private static String where(List<String> parents, String name) {
    return parents.stream()
            .map(id -> quoted(id) + " in parents")
            .collect(Collectors.joining(" or ", "(", ")"))
        + " and name = "
        + quoted(name)
        + " and trashed = false";
  }

  /** As a query wants it. */
  static String quoted(String text) {
    return "'" + text.replace("\\", "\\\\").replace("'", "\\'") + "'";
  }
}
