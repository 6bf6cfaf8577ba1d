package io.backupman.core.testing;

/** A file or folder of the stand-in for Google Drive. */
public final class GoogleFile {
  /** What folders are. */
  public static final String FOLDER = "application/vnd.google-apps.folder";

  private final String id;
  private final String name;
  private final String parent;
  private final String mimeType;
  private final byte[] contents;
  private volatile boolean trashed;

  GoogleFile(String id, String name, String parent, String mimeType, byte[] contents) {
    this.id = id;
    this.name = name;
    this.parent = parent;
    this.mimeType = mimeType;
    this.contents = contents.clone();
  }

  /** Its id. */
  public String id() {
    return id;
  }

  /** Its name. */
  public String name() {
    return name;
  }

  /** The id of the folder that it is in. */
  public String parent() {
    return parent;
  }

  /** What kind it is. */
  public String mimeType() {
    return mimeType;
  }

  /** What is in it. */
  public byte[] contents() {
    return contents.clone();
  }

  /** Whether it is a folder. */
  public boolean isFolder() {
    return mimeType.equals(FOLDER);
  }

  /** Whether it is in the trash. */
  public boolean trashed() {
    return trashed;
  }

  /** Puts it into the trash. */
  public void trash() {
    trashed = true;
  }
}
