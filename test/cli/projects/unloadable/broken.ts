throw new Error("the price list could not be read");
