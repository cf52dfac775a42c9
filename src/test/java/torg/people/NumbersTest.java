package torg.people;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// Numbers of organisations as people type them.
class NumbersTest {
    @ParameterizedTest
    @ValueSource(
            strings = {"556000-0001", "5560000001", "165560000001", "16556000-0001", "SE556000000101", " 556000 0001 "})
    void anOrganisationNumberMayBeTypedInManyWays(String typed) {
        assertThat(OrganisationNumber.normal(typed)).isEqualTo("556000-0001");
        assertThat(OrganisationNumber.isValid("556000-0001")).isTrue();
    }

    @ParameterizedTest
    @CsvSource({
        "811218-9876,PERSONAL",
        "19811218-9876,PERSONAL",
        "198112189876,PERSONAL",
        "811278-9873,PERSONAL",
        "811218+9876,PERSONAL",
        "556000-0002,CHECK_DIGIT",
        "556000,NOT_TEN_DIGITS",
        "hej,NOT_TEN_DIGITS"
    })
    void whatIsNoneIsToldWhy(String typed, OrganisationNumber.Fault fault) {
        assertThat(OrganisationNumber.fault(OrganisationNumber.normal(typed))).isEqualTo(fault);
    }

    @Test
    void aGlnHasThirteenDigitsAndTheLastOneChecks() {
        assertThat(Gln.fault(Gln.normal("73 0001 000000 1"))).isNull();
        assertThat(Gln.fault("7300010000002")).isEqualTo(Gln.Fault.CHECK_DIGIT);
        assertThat(Gln.fault("730001000000")).isEqualTo(Gln.Fault.NOT_THIRTEEN_DIGITS);
    }

    @Test
    void anEInvoiceAddressHoldsAValidNumberOfItsScheme() {
        assertThat(EInvoiceAddress.normal("0007: 556000-0001")).isEqualTo("0007:5560000001");
        assertThat(EInvoiceAddress.fault("0007:5560000001")).isNull();
        assertThat(EInvoiceAddress.fault("0088:7300010000001")).isNull();
        assertThat(EInvoiceAddress.fault("9956:abc-1")).isNull();
        assertThat(EInvoiceAddress.fault("0007:8112189876")).isEqualTo(EInvoiceAddress.Fault.PERSONAL);
        assertThat(EInvoiceAddress.fault("0088:7300010000002")).isEqualTo(EInvoiceAddress.Fault.CHECK_DIGIT);
        assertThat(EInvoiceAddress.fault("5560000001")).isEqualTo(EInvoiceAddress.Fault.FORM);
    }

    @ParameterizedTest
    @CsvSource({
        "9###,9123,true",
        "9###,91234,false",
        "9###,8123,false",
        "@@##,äB12,true",
        "ref *,REF Anna Öberg,true",
        "*-##,a-1-22,true",
        "*,x,true",
        "a*b*c,aXbYbZc,true",
        "a*b*c,aXbYbZ,false"
    })
    void aReferenceFitsItsPattern(String pattern, String reference, boolean fits) {
        assertThat(new ReferencePattern(pattern).matches(reference)).isEqualTo(fits);
    }

    @Test
    void noPatternMakesMatchingSlow() {
        assertThat(new ReferencePattern("*a".repeat(30)).matches("a".repeat(59) + "b"))
                .isFalse();
        assertThat(ReferencePattern.isValid("#".repeat(61))).isFalse();
    }
}
