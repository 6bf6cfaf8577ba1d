package io.backupman.notifier.testkit;

/** What may be wrong with a channel, and which of the kit's tests is to notice. */
enum Flaw {
  NONE(""),
  /** None: the contract does not ask for reports. */
  WANTS_ONLY_OUTAGES(""),
  TYPE_IN_CAPITALS("itsTypeIsAValidName"),
  KEY_NOT_READ("itsSettingsAreAccepted"),
  READS_A_KEY_OF_THE_HOST("theHostsKeysAreLeftToTheHost"),
  READS_A_RESERVED_KEY("theHostsKeysAreLeftToTheHost"),
  THROWS_WHERE_A_KEY_IS_MISSING("badSettingsAreNotedAndNotThrown"),
  REPEATS_A_BAD_SECRET("badSettingsAreNotedAndNotThrown"),
  STARTS_A_THREAD_IN_CREATE("creatingItSendsNothingAndStartsNoThread"),
  SENDS_IN_CREATE("creatingItSendsNothingAndStartsNoThread"),
  CONNECTS_IN_CREATE("creatingItOpensNoConnection"),
  SECRET_READ_AS_TEXT("secretsAreReadAsSecrets"),
  SECRET_IN_MESSAGE("secretsAreNeverShown"),
  SECRET_IN_CAUSE("secretsAreNeverShown"),
  SECRET_IN_RECEIPT("secretsAreNeverShown"),
  SECRET_IN_LOG("secretsAreNeverShown"),
  SECRET_IN_TO_STRING("secretsAreNeverShown"),
  NO_DESTINATION("itsDestinationsStayTheSame"),
  NEW_DESTINATIONS_EACH_TIME("itsDestinationsStayTheSame"),
  TWO_DESTINATIONS_OF_ONE_NAME("itsDestinationsStayTheSame"),
  ONLY_THE_FIRST_DESTINATION("everyDestinationIsReached"),
  THROWS_ON_AN_UNKNOWN_EVENT("everyEventIsDelivered"),
  TAKES_WITHOUT_SENDING("everyEventIsDelivered"),
  WANTS_NOTHING("everyEventIsDelivered"),
  SKIPS_EVERYTHING("everyEventIsDelivered"),
  FAILS_WHAT_IS_SUPERSEDED("aSupersededReportIsDeliveredOrSkipped"),
  LABEL_INTO_A_HEADER("labelsOfAnyKindAreDelivered"),
  NEW_KEY_EACH_TIME("aReportThatIsTriedAgainIsDeliveredWithTheSameKey"),
  ONE_THREAD_ONLY("severalThreadsMaySendAtOnce"),
  SWALLOWS_THE_INTERRUPT("anInterruptEndsAnAttempt"),
  IGNORES_THE_INTERRUPT("anInterruptEndsAnAttempt"),
  LEAVES_A_THREAD("noThreadIsLeftOnceItIsClosed"),
  IGNORES_RETRY_AFTER("tooManyRequestsAreTriedAgainAfterTheWaitThatWasAskedFor"),
  FAILS_FOR_GOOD_ON_429("tooManyRequestsAreTriedAgainAfterTheWaitThatWasAskedFor"),
  FAILS_FOR_GOOD_ON_503("anOverloadedReceiverIsTriedAgain"),
  NO_STATUS_CODE("anOverloadedReceiverIsTriedAgain"),
  TAKES_503_AS_DELIVERED("anOverloadedReceiverIsTriedAgain"),
  FAILS_FOR_GOOD_ON_404("whatMayBePutRightIsTriedAgain"),
  RETRIES_WHAT_IS_GONE("aRefusalForGoodIsNotTriedAgain"),
  RETRIES_BY_ITSELF("itDoesNotTryAgainByItself"),
  REFUSED_IS_UNCERTAIN("aRefusedConnectionIsTriedAgain"),
  LOST_IS_NOT_DELIVERED("aConnectionLostAfterTheRequestIsUncertain"),
  WAITS_FOR_EVER("anAttemptThatNobodyAnswersEndsByItself"),
  WAITS_FOR_THE_WHOLE_BODY("aBodyThatDripsEndsByItself");

  private final String test;

  Flaw(String test) {
    this.test = test;
  }

  String test() {
    return test;
  }
}
