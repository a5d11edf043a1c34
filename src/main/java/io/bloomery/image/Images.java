package io.bloomery.image;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.springframework.stereotype.Component;

/** The images that can be put on machines. */
@Component
public class Images {
  private final ImageRows rows;
  private final ImageStore store;

  Images(ImageRows rows, ImageStore store) {
    this.rows = rows;
    this.store = store;
  }

  /** The image with this name, or else this digest. */
  public Optional<Image> find(String nameOrDigest) {
    Optional<Image> named = rows.byName(nameOrDigest);
    return named.isPresent() ? named : rows.byDigest(nameOrDigest);
  }

  /** Every image, by name. */
  public List<Image> list() {
    return rows.all();
  }

  /** The stored file with this digest. */
  public Optional<Path> file(String digest) {
    return store.find(digest);
  }
}
