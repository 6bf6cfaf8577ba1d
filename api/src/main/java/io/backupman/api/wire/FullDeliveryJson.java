package io.backupman.api.wire;

import com.fasterxml.jackson.annotation.JsonUnwrapped;
import io.backupman.core.report.Attempt;
import io.backupman.core.report.Delivery;
import java.util.List;

/** A delivery, followed by its attempts. */
public record FullDeliveryJson(@JsonUnwrapped DeliveryJson delivery, List<AttemptJson> attempts) {

  /** The delivery with these attempts. */
  public static FullDeliveryJson of(Delivery delivery, List<Attempt> attempts) {
    return new FullDeliveryJson(
        DeliveryJson.of(delivery), attempts.stream().map(AttemptJson::of).toList());
  }
}
